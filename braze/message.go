package braze

import (
	"strings"
	"unicode/utf8"
)

// Text of a server is kept up to these bounds.
const (
	maxMessage = 1024
	maxReason  = 256
)

// The messages Braze documents, in lower case. Only these are ever printed:
// any other text may hold what the request held.
//
// See https://www.braze.com/docs/api/errors.
const (
	messageNoData    = "valid data must be provided in the 'attributes', 'events', or 'purchases' fields"
	messageTooMany   = "max input length exceeded"
	messageManyIDs   = "the max number of external_ids and aliases per request was exceeded"
	messageManyIDs2  = "the max number of ids per request was exceeded"
	messageTooLarge  = "request entity too large"
	messageNoArray   = "'external_id', 'braze_id', 'user_alias', 'email' or 'phone' is required"
	messageQuantity  = "'quantity' is not valid"
	messageEmail     = "the value provided for the 'email' field is not a valid email"
	messageIDLength  = "'external_id' must be fewer than 988 bytes"
	messageIDNeeded  = "'external_id' is required"
	messageBlocked   = "provided external_id is blacklisted and disallowed"
	messageDenied    = "access denied"
	messageForbidden = "forbidden"
	messageUnauth    = "unauthorized"
	messageBadKey    = "invalid api key"
	messageNotFound  = "not found"
	messageLimited   = "rate limited"
	messageInternal  = "internal server error"
	messageBad       = "bad request"
)

// messageClasses are the messages that say more than their status.
var messageClasses = map[string]class{
	messageTooMany:  classTooMany,
	messageManyIDs:  classTooMany,
	messageManyIDs2: classTooMany,
	messageTooLarge: classTooLarge,
}

var documentedMessages = map[string]bool{
	messageNoData: true, messageTooMany: true, messageManyIDs: true,
	messageManyIDs2: true, messageTooLarge: true, messageNoArray: true,
	messageQuantity: true, messageEmail: true, messageIDLength: true,
	messageIDNeeded: true, messageBlocked: true, messageDenied: true,
	messageForbidden: true, messageUnauth: true, messageBadKey: true,
	messageNotFound: true, messageLimited: true, messageInternal: true,
	messageBad: true,
}

func documented(message string) bool { return documentedMessages[canonicalMessage(message)] }

func canonicalMessage(message string) string {
	if len(message) > maxReason {
		return ""
	}
	return strings.TrimSuffix(strings.ToLower(strings.TrimSpace(message)), ".")
}

// refine looks at the message of a refusal: the caps come as plain 400.
func refine(c class, message string) class {
	if c != classBadRequest {
		return c
	}
	if better, ok := messageClasses[canonicalMessage(message)]; ok {
		return better
	}
	return c
}

// cut shortens s to at most n bytes, between runes.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
