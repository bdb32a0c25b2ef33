package braze

import (
	"context"
	"fmt"
)

const pathTrack = "users/track"

// Track sends one request to /users/track and waits for Braze's answer.
//
// A nil error means that Braze accepted the request; single objects may still
// be refused, see [TrackResponse.Errors]. Objects are checked before anything
// is sent. A request beyond the [Caps] of the account is a [*CapError]: split
// it, or leave that to a Sender. Any other failure is an [*APIError] or a
// [*RateLimitError]; [ErrNotSent], [ErrRejected] and [ErrAmbiguous] tell what
// became of the objects. Failures are retried by the rules of [RetryOptions].
//
// See https://www.braze.com/docs/api/endpoints/user_data/post_user_track.
func (c *Client) Track(ctx context.Context, r TrackRequest) (*TrackResponse, error) {
	body, err := c.encodeTrack(&r)
	if err != nil {
		return nil, err
	}
	kind := contentRepeatable
	if !r.repeatable() {
		kind = contentOnce
	}
	run, err := c.do(ctx, &c.track, body, kind, r.Counts())
	if err != nil {
		return nil, err
	}
	return run.trackResponse(), nil
}

// encodeTrack checks r and returns its body.
func (c *Client) encodeTrack(r *TrackRequest) ([]byte, error) {
	if r.Len() == 0 {
		return nil, fmt.Errorf("%w: the request has no objects", ErrRejected)
	}
	if err := c.caps.check(r.Counts()); err != nil {
		return nil, err
	}
	body, err := r.AppendJSON(nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRejected, err)
	}
	if len(body) > MaxBodyBytes {
		return nil, &CapError{What: "bytes", Got: len(body), Max: MaxBodyBytes}
	}
	return body, nil
}

// trackBody makes one attempt with an encoded body, for the Sender: it has a
// queue, so it decides itself when and with whom objects go again. It waits for
// the limiter (admit) before it puts the body together.
//
// The fate of the outcome holds for the whole body; of a delivered one,
// last.track lists the refused objects. In next stands what the policy thinks:
// whether the same bytes may go again, and after which delay. The limiter has
// been paused for everybody if Braze said so. The body must not be changed
// afterwards, not even after the return: the transport may read on when the
// context ends.
func (c *Client) trackBody(ctx context.Context, body []byte, kind content, sent Counts, tries int) *call {
	run := &call{client: c, endpoint: &c.track, body: body, content: kind, sent: sent, attempts: tries}
	run.once(ctx)
	return run
}

// trackResponse completes the answer of a delivered call.
func (c *call) trackResponse() *TrackResponse {
	response := c.last.track
	response.Attempts = c.attempts
	response.Repeats = c.repeats
	return response
}

// repeatable reports whether r ends in the same state when it is applied twice:
// plain attributes do, events and purchases do not.
func (r *TrackRequest) repeatable() bool {
	if len(r.Events) > 0 || len(r.Purchases) > 0 {
		return false
	}
	for i := range r.Attributes {
		for _, value := range r.Attributes[i].Custom {
			if accumulates(value) {
				return false
			}
		}
	}
	return true
}

// accumulates finds the operations that count twice.
func accumulates(value any) bool {
	switch v := value.(type) {
	case Increment:
		return true
	case ObjectArrayUpdate:
		return len(v.Add) > 0
	}
	return false
}
