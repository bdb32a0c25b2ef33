package braze

import (
	"context"
	stdjson "encoding/json"
	"fmt"

	"github.com/go-json-experiment/json"
)

const pathExportIDs = "users/export/ids"

// maxExportBytes bounds an export: 50 profiles with all their attributes.
const maxExportBytes = 64 << 20

// ExportRequest names the profiles to read. ExternalIDs and Aliases together
// are at most [MaxIDs]; BrazeID may come alone or with them.
type ExportRequest struct {
	ExternalIDs []string
	Aliases     []UserAlias
	BrazeID     string
	// Fields to export, such as "external_id", "custom_attributes". Newer
	// workspaces require them; without campaigns_received and canvases_received
	// the limit is higher.
	Fields []string
}

// ExportResponse holds the profiles that were found.
type ExportResponse struct {
	Users []ExportedUser
	// InvalidUserIDs are ids without a profile.
	InvalidUserIDs []string
}

// ExportedUser is one profile. A field that is null or empty in Braze is
// absent.
type ExportedUser map[string]stdjson.RawMessage

// ExternalID returns the external id, or "".
func (u ExportedUser) ExternalID() string { return u.text("external_id") }

// BrazeID returns Braze's own id, or "".
func (u ExportedUser) BrazeID() string { return u.text("braze_id") }

// CustomAttributes returns the custom attributes as raw JSON, nil without any.
func (u ExportedUser) CustomAttributes() map[string]stdjson.RawMessage {
	var custom map[string]stdjson.RawMessage
	if json.Unmarshal(u["custom_attributes"], &custom) != nil {
		return nil
	}
	return custom
}

func (u ExportedUser) text(name string) string {
	var s string
	if json.Unmarshal(u[name], &s) != nil {
		return ""
	}
	return s
}

// ExportIDs reads profiles by id, to seed or to check a state.
//
// See https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier.
func (c *Client) ExportIDs(ctx context.Context, r ExportRequest) (*ExportResponse, error) {
	body, err := r.encode()
	if err != nil {
		return nil, err
	}
	run, err := c.do(ctx, &c.export, body, contentRepeatable, Counts{})
	if err != nil {
		return nil, err
	}
	var answer struct {
		Users   []ExportedUser `json:"users"`
		Invalid []string       `json:"invalid_user_ids"`
	}
	if json.Unmarshal(run.last.body, &answer) != nil {
		return nil, fmt.Errorf("%w: the answer of %s cannot be read", ErrAmbiguous, pathExportIDs)
	}
	return &ExportResponse{Users: answer.Users, InvalidUserIDs: answer.Invalid}, nil
}

func (r *ExportRequest) encode() ([]byte, error) {
	list := idList{externalIDs: r.ExternalIDs, aliases: r.Aliases}
	if r.BrazeID == "" || list.len() > 0 {
		if err := list.check(); err != nil {
			return nil, err
		}
	}
	var w objectWriter
	w.texts("external_ids", r.ExternalIDs)
	w.aliases("user_aliases", r.Aliases)
	w.text("braze_id", r.BrazeID)
	w.texts("fields_to_export", r.Fields)
	return w.bytes()
}
