package brazetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/mpbraze/mpbraze/braze"
)

// checkTokens checks push_tokens.
func checkTokens(o object, apps []string) string {
	if !o.present(fieldTokens) {
		return ""
	}
	tokens, ok := o.members[fieldTokens].([]any)
	if !ok {
		return "BAD_PUSH_TOKEN_VALUE"
	}
	for _, token := range tokens {
		members, ok := token.(map[string]any)
		if !ok {
			return "BAD_PUSH_TOKEN_VALUE"
		}
		app, _ := members["app_id"].(string)
		if app == "" || len(apps) > 0 && !slices.Contains(apps, app) {
			return "BAD_PUSH_TOKEN_APP_ID"
		}
		if text, _ := members["token"].(string); text == "" {
			return "BAD_PUSH_TOKEN_STRING"
		}
		if device, sent := members["device_id"]; sent && !validDevice(device) {
			return "BAD_DEVICE_ID"
		}
	}
	return ""
}

func validDevice(value any) bool {
	device, ok := value.(string)
	return ok && len(device) >= braze.MinDeviceIDBytes && len(device) <= braze.MaxDeviceIDBytes
}

// applyTokens adds the tokens of o; null removes all.
func (s *store) applyTokens(p *profile, o object) {
	value, sent := o.members[fieldTokens]
	if sent && value == nil {
		for _, token := range p.tokens {
			delete(s.byToken, token.key())
		}
		p.tokens = nil
	}
	for _, token := range readTokens(o) {
		s.addToken(p, token)
	}
}

// addToken gives p a token, with a device of Braze's making when it has none.
func (s *store) addToken(p *profile, token PushToken) {
	i := slices.IndexFunc(p.tokens, func(t PushToken) bool { return t.key() == token.key() })
	if token.DeviceID == "" {
		token.DeviceID = fmt.Sprintf("device-%s-%d", p.brazeID, len(p.tokens))
		if i >= 0 {
			token.DeviceID = p.tokens[i].DeviceID
		}
	}
	if i >= 0 {
		p.tokens[i] = token
	} else {
		p.tokens = append(p.tokens, token)
	}
	s.byToken[token.key()] = p
}

// readTokens reads push_tokens that checkTokens found good.
func readTokens(o object) []PushToken {
	values, _ := o.members[fieldTokens].([]any)
	tokens := make([]PushToken, len(values))
	for i, value := range values {
		members := value.(map[string]any)
		tokens[i].AppID, _ = members["app_id"].(string)
		tokens[i].Token, _ = members["token"].(string)
		tokens[i].DeviceID, _ = members["device_id"].(string)
	}
	return tokens
}

// openForAttributes opens the profile of an attributes object. An import of
// push tokens makes an anonymous profile, unless a token is known.
func (s *store) openForAttributes(o object, now time.Time) *profile {
	if !o.who.anonymous {
		return s.open(o.who, now)
	}
	for _, token := range readTokens(o) {
		if s.byToken[token.key()] != nil {
			return nil
		}
	}
	return s.open(o.who, now)
}
