package braze

import (
	"errors"
	"io"
	"net"
	"net/http"
	"syscall"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTrackBody is what the Sender sees of one attempt.
func TestTrackBody(t *testing.T) {
	t.Parallel()
	answer := httpmock.NewStringResponder
	refused := httpmock.NewErrorResponder(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED})
	tests := map[string]struct {
		responder httpmock.Responder
		kind      content
		class     class
		fate      fate
		retry     bool
	}{
		"delivered":             {answer(201, `{"message":"success"}`), contentOnce, classAccepted, fateDelivered, false},
		"rejected":              {answer(400, `{"message":"no"}`), contentOnce, classBadRequest, fateRejected, false},
		"limited":               {answer(429, ``), contentOnce, classRateLimited, fateNotSent, true},
		"not sent":              {refused, contentOnce, classDial, fateNotSent, true},
		"unknown":               {answer(502, ``), contentRepeatable, classServer, fateUnknown, true},
		"lost":                  {httpmock.NewErrorResponder(io.ErrUnexpectedEOF), contentRepeatable, classAmbiguous, fateUnknown, true},
		"no error of a network": {httpmock.NewErrorResponder(errors.New("mock")), contentRepeatable, classOdd, fateUnknown, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mock := httpmock.NewMockTransport()
			mock.RegisterResponder(http.MethodPost, "https://rest.iad-01.braze.com/users/track", tt.responder)
			client, err := New(US01, "key", WithTransport(mock))
			require.NoError(t, err)
			run := client.trackBody(t.Context(), []byte(`{}`), tt.kind, Counts{}, 0, false)
			out, next := run.last, run.next
			assert.Equal(t, tt.class, out.class)
			assert.Equal(t, tt.fate, out.fate())
			assert.Equal(t, tt.retry, next.retry)
			assert.Equal(t, tt.retry, next.delay > 0)
			assert.Equal(t, 1, mock.GetTotalCallCount(), "one attempt, whatever comes")
			if tt.class == classRateLimited {
				assert.Positive(t, client.track.lane.gate.remaining(time.Now()), "everybody pauses")
			}
		})
	}
}
