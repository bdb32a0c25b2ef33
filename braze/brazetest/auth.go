package brazetest

import (
	"net/http"
	"slices"
	"strings"
)

// authorize checks the key of r. Braze answers 401 for a key it does not know,
// also for one in quotes, and 403 for one that lacks the permission.
//
// See https://www.braze.com/docs/api/errors.
func (s *Server) authorize(r *http.Request, permission string) (answer, bool) {
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return failure(http.StatusUnauthorized, "Unauthorized"), false
	}
	permissions, ok := s.config.Keys[key]
	if !ok {
		return failure(http.StatusUnauthorized, "Unauthorized"), false
	}
	if len(permissions) > 0 && !slices.Contains(permissions, permission) {
		return failure(http.StatusForbidden, "Access Denied"), false
	}
	return answer{}, true
}
