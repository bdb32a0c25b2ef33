package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

func TestBatches(t *testing.T) {
	t.Parallel()
	const private = "ann@example.com"
	for name, row := range map[string]struct {
		body   io.Reader
		status int
		text   string
		// sent says whether Braze gets anything.
		sent bool
	}{
		"one user":       {strings.NewReader(batchOf(1, 1)), 200, "delivered 2, rejected 0, issues 0", true},
		"empty":          {strings.NewReader(`{"events": []}`), 200, "delivered 0, rejected 0", false},
		"nothing at all": {strings.NewReader(`{}`), 200, "delivered 0, rejected 0", false},
		"development": {
			strings.NewReader(strings.Replace(batchOf(1, 1), `"production"`, `"development"`, 1)),
			200, "delivered 0, rejected 0, issues 1", false,
		},
		"no body":   {http.NoBody, 400, "unexpected EOF at offset 0", false},
		"not JSON":  {strings.NewReader(`{"ip": "` + private + `"`), 400, "not one JSON value in UTF-8", false},
		"an array":  {strings.NewReader(`["` + private + `"]`), 400, "wrong kind of value", false},
		"duplicate": {strings.NewReader(`{"ip": "` + private + `", "ip": ""}`), 400, "duplicate name", false},
		"too deep":  {strings.NewReader(strings.Repeat("[", 100_000)), 400, "mparticle:", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				// Bubbles begin in 2000, before mParticle.
				time.Sleep(time.Until(time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC)))
				fake := brazetest.New(brazetest.Config{})
				w := answer(newHook(t, fake.Client(t), braze.SenderOptions{}), post(t, row.body))
				assert.Equal(t, row.status, w.Code)
				assert.Contains(t, w.Body.String(), row.text)
				assert.NotContains(t, w.Body.String(), private)
				assert.Equal(t, row.sent, len(fake.Requests()) > 0)
			})
		})
	}
}

// A refusal is final: to send the batch again would be pointless.
func TestRefusedObjectIs200(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := brazetest.New(brazetest.Config{})
		fake.Script(brazetest.Fault{Status: 201, Process: true, Body: []byte(
			`{"message": "success", "errors": [{"type": "refused", "input_array": "events", "index": 0}]}`)})
		var log bytes.Buffer
		hook := newHook(t, fake.Client(t), braze.SenderOptions{})
		hook.log = slog.New(slog.NewTextHandler(&log, nil))
		w := answer(hook, post(t, strings.NewReader(batchOf(1, 1))))
		assert.Equal(t, http.StatusOK, w.Code)
		assert.Contains(t, w.Body.String(), "delivered 1, rejected 1")
		assert.Contains(t, log.String(), "msg=rejected array=events index=0 reason=")
		assert.NotContains(t, log.String(), "user-1")
	})
}

// What is not settled is left to mParticle, which repeats after 503.
func TestUnsettledIs503(t *testing.T) {
	t.Parallel()
	outage := func(brazetest.Request) brazetest.Fault { return brazetest.Status(503) }
	silence := func(brazetest.Request) brazetest.Fault { return brazetest.Fault{Delay: time.Hour} }
	refusal := func(brazetest.Request) brazetest.Fault { return brazetest.Status(401) }
	for name, row := range map[string]struct {
		script  func(brazetest.Request) brazetest.Fault
		options braze.SenderOptions
		busy    int // posts under way
		within  time.Duration
	}{
		"Braze is down":         {outage, braze.SenderOptions{}, 0, sendTimeout},
		"Braze does not answer": {silence, braze.SenderOptions{}, 0, sendTimeout},
		"Braze refuses the key": {refusal, braze.SenderOptions{}, 0, time.Second},
		"the sender is full":    {silence, braze.SenderOptions{MaxObjects: 2, FailWhenFull: true}, 1, 0},
		"the slots are taken":   {silence, braze.SenderOptions{}, 3, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				fake := brazetest.New(brazetest.Config{})
				fake.ScriptFunc(row.script)
				hook := newHook(t, fake.Client(t), row.options)
				hook.slots = make(chan struct{}, 3)
				for user := range row.busy {
					go answer(hook, post(t, strings.NewReader(batchOf(user, 1))))
				}
				synctest.Wait()

				start := time.Now()
				w := answer(hook, post(t, strings.NewReader(batchOf(99, 1))))
				assert.Equal(t, http.StatusServiceUnavailable, w.Code)
				assert.NotEmpty(t, w.Header().Get("Retry-After"))
				assert.LessOrEqual(t, time.Since(start), row.within)
				assert.NotContains(t, w.Body.String(), "user-99")
				time.Sleep(sendTimeout)
			})
		})
	}
}

// When mParticle hangs up, what has not left stays here: it will come again.
func TestHangUpKeepsWhatHasNotLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := brazetest.New(brazetest.Config{})
		fake.ScriptFunc(func(brazetest.Request) brazetest.Fault { return brazetest.Status(429) })
		hook := newHook(t, fake.Client(t), braze.SenderOptions{})
		r := post(t, strings.NewReader(batchOf(1, 1)))
		ctx, hangUp := context.WithTimeout(t.Context(), 3*time.Second)
		defer hangUp()
		start := time.Now()
		w := answer(hook, r.WithContext(ctx))
		assert.Equal(t, http.StatusServiceUnavailable, w.Code)
		assert.Equal(t, 3*time.Second, time.Since(start))
		synctest.Wait()
		assert.EqualValues(t, 2, hook.sender.Stats().NotSent)
		sent := len(fake.Requests())
		require.NotZero(t, sent)
		time.Sleep(time.Hour)
		assert.Len(t, fake.Requests(), sent)
	})
}
