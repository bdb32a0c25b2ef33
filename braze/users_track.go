package braze

import (
	"context"
	"errors"
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
	if !body.repeatable() {
		kind = contentOnce
	}
	run, err := c.do(ctx, &c.track, body.AppendJSON(make([]byte, 0, body.Size())), kind, body.counts())
	if err != nil {
		return nil, err
	}
	return run.trackResponse(), nil
}

// encodeTrack checks r and returns its body.
func (c *Client) encodeTrack(r *TrackRequest) (*Body, error) {
	if r.Len() == 0 {
		return nil, fmt.Errorf("%w: the request has no objects", ErrRejected)
	}
	if err := c.caps.check(r.Counts()); err != nil {
		return nil, err
	}
	var body Body
	var errs []error
	for object, err := range r.sized(c.caps.ObjectBytes) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		body.add(object)
	}
	if len(errs) > 0 {
		return nil, fmt.Errorf("%w: %w", ErrRejected, errors.Join(errs...))
	}
	if body.Size() > c.caps.BodyBytes {
		return nil, &CapError{What: "bytes", Got: body.Size(), Max: c.caps.BodyBytes}
	}
	return &body, nil
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
//
// tries is the number of attempts before; unsure says that one of them may have
// been processed.
func (c *Client) trackBody(ctx context.Context, body []byte, kind content, sent Counts, tries int, unsure bool) *call {
	run := &call{client: c, endpoint: &c.track, body: body, content: kind, sent: sent, attempts: tries, unsure: unsure}
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
