package braze_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

var senderAnswerFaults = map[string]func(*testing.T){
	"F14_truncated_answer":            senderVague(brazetest.Fault{Truncate: 10}),
	"F15_page_of_a_captive_proxy":     senderForeign,
	"F15_queued_in_maintenance":       senderVague(brazetest.Queued()),
	"F16_errors_for_objects_0_37_74":  senderPartial,
	"F16_errors_beside_local_refusal": senderPartialLocal,
	"F16_error_for_merged_attributes": senderPartialMerged,
	"F17_index_negative":              senderUnattributed(`{"type":"x","input_array":"events","index":-1}`),
	"F17_index_75":                    senderUnattributed(`{"type":"x","input_array":"events","index":75}`),
	"F17_index_1e9":                   senderUnattributed(`{"type":"x","input_array":"events","index":1e9}`),
	"F17_index_text":                  senderUnattributed(`{"type":"x","input_array":"events","index":"3"}`),
	"F17_index_null":                  senderUnattributed(`{"type":"x","input_array":"events","index":null}`),
	"F17_index_missing":               senderUnattributed(`{"type":"x","input_array":"events"}`),
	"F17_array_unknown":               senderUnattributed(`{"type":"x","input_array":"users","index":1}`),
	"F17_array_not_sent":              senderUnattributed(`{"type":"x","input_array":"purchases","index":1}`),
	"F17_entry_is_text":               senderUnattributed(`"external_id is bad"`),
	"F18_message_is_no_success":       senderFatal,
	"F22_401":                         senderStopped(http.StatusUnauthorized, braze.ErrAuth),
	"F22_403":                         senderStopped(http.StatusForbidden, braze.ErrAuth),
	"F22_others_in_back_off":          senderStoppedInBackOff,
	"F23_404":                         senderStopped(http.StatusNotFound, braze.ErrEndpoint),
	"F33_204":                         senderVague(brazetest.Fault{Status: http.StatusNoContent, Process: true}),
}

// answered is what Braze says with these entries in errors[].
func answered(errors string) brazetest.Fault {
	body := []byte(`{"message":"success","errors":[` + errors + `]}`)
	return brazetest.Fault{Status: http.StatusCreated, Body: body, Process: true}
}

// senderVague: a 2xx without details is delivered, and never sent again.
func senderVague(fault brazetest.Fault) func(*testing.T) {
	return func(t *testing.T) {
		r := newRig(t, brazetest.Config{}, braze.SenderOptions{}, withSurface)
		r.server.Script(fault)
		result, err := r.send(t, t.Context(), mixed("u1"))
		require.NoError(t, err)
		assert.Equal(t, 3, result.Count(braze.Delivered))
		assert.EqualValues(t, 1, r.Stats().Requests)
		assert.Len(t, r.server.Events(), 1)
	}
}

func senderForeign(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	r.server.Script(brazetest.HTML(http.StatusOK))
	result, err := r.send(t, t.Context(), mixed("u1"))
	require.ErrorIs(t, err, braze.ErrAmbiguous)
	assert.Equal(t, 3, result.Count(braze.Unknown))
}

// sentEvents decodes the body of the nth request.
func sentEvents(t *testing.T, server *brazetest.Server, n int) braze.TrackRequest {
	t.Helper()
	requests := server.Requests()
	require.Greater(t, len(requests), n)
	var sent braze.TrackRequest
	require.NoError(t, json.Unmarshal(requests[n].Body, &sent))
	return sent
}

func senderPartial(t *testing.T) {
	r := newRig(t, brazetest.Config{PerArray: true}, braze.SenderOptions{Caps: braze.Caps{PerArray: 75}})
	var request braze.TrackRequest
	for i := range 75 {
		one := mixed(fmt.Sprintf("u%d", i))
		request.Attributes = append(request.Attributes, one.Attributes...)
		request.Events = append(request.Events, one.Events...)
		request.Purchases = append(request.Purchases, one.Purchases...)
	}
	var errs bytes.Buffer
	bad := map[int]bool{0: true, 37: true, 74: true}
	for _, array := range []string{"attributes", "events", "purchases"} {
		for i := range bad {
			fmt.Fprintf(&errs, `{"type":"BAD","input_array":%q,"index":%d},`, array, i)
		}
	}
	r.server.Script(answered(string(bytes.TrimSuffix(errs.Bytes(), []byte(",")))))
	result, err := r.send(t, t.Context(), request)
	require.NoError(t, err)
	assert.Equal(t, 9, result.Count(braze.Rejected))
	sent := sentEvents(t, r.server, 0)
	for i := range 75 {
		want := braze.Delivered
		if bad[i] {
			want = braze.Rejected
		}
		assert.Equal(t, want, result.Attributes[i].State, "attributes %d", i)
		assert.Equal(t, want, result.Events[i].State, "events %d", i)
		assert.Equal(t, want, result.Purchases[i].State, "purchases %d", i)
		assert.Equal(t, request.Events[i].User, sent.Events[i].User)
	}
	var item braze.ItemError
	require.ErrorAs(t, result.Events[37].Err, &item)
	assert.Equal(t, braze.ItemError{Type: "BAD", Array: braze.ArrayEvents, Index: 37}, item)
	assert.EqualValues(t, 9, r.Stats().PartialErrors)
}

// senderPartialLocal: Braze counts in the array as sent, not in that given.
func senderPartialLocal(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	request := events(10)
	request.Events[2].Name = ""
	r.server.Script(answered(`{"type":"BAD","input_array":"events","index":5}`))
	result, err := r.send(t, t.Context(), request)
	require.NoError(t, err)
	for i, o := range result.Events {
		want := braze.Delivered
		if i == 2 || i == 6 {
			want = braze.Rejected
		}
		assert.Equal(t, want, o.State, "event %d", i)
	}
}

// senderPartialMerged: of attributes that were merged only the bad part is
// refused.
func senderPartialMerged(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	r.server.ScriptFunc(func(request brazetest.Request) brazetest.Fault {
		if bytes.Contains(request.Body, []byte("poison")) {
			return brazetest.Fault{Status: 201, Body: []byte(`{"message":"success","errors":[{"type":"BAD","input_array":"attributes","index":0}]}`)}
		}
		return brazetest.OK()
	})
	result, err := r.send(t, t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{
		attributes("u1", braze.Custom{"a": 1}),
		attributes("u1", braze.Custom{"b": "poison"}),
		attributes("u1", braze.Custom{"c": 3}),
	}})
	require.NoError(t, err)
	assert.Equal(t, braze.Delivered, result.Attributes[0].State)
	assert.Equal(t, braze.Rejected, result.Attributes[1].State)
	assert.Equal(t, braze.Delivered, result.Attributes[2].State)
	profile, _ := r.server.Profile("u1")
	assert.Equal(t, map[string]any{"a": int64(1), "c": int64(3)}, profile.Custom)
	assert.EqualValues(t, 4, r.Stats().Requests)
}

func senderUnattributed(entry string) func(*testing.T) {
	return func(t *testing.T) {
		r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
		r.server.Script(answered(entry))
		result, err := r.send(t, t.Context(), events(75))
		require.NoError(t, err)
		assert.Equal(t, 75, result.Count(braze.Delivered))
		assert.True(t, result.Unattributed)
		assert.EqualValues(t, 1, r.Stats().Unattributed)
	}
}

func senderFatal(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	r.server.Script(brazetest.Fault{Status: http.StatusCreated, Body: []byte(`{"message":"no","errors":[{"index":0}]}`)})
	result, err := r.send(t, t.Context(), mixed("u1"))
	require.NoError(t, err)
	assert.Equal(t, 3, result.Count(braze.Rejected))
	require.ErrorIs(t, result.Events[0].Err, braze.ErrRejected)
	assert.EqualValues(t, 1, r.Stats().Requests)
}

func senderStopped(status int, reason error) func(*testing.T) {
	return func(t *testing.T) {
		r := newRig(t, brazetest.Config{}, braze.SenderOptions{Concurrency: 1})
		r.server.Script(brazetest.OK(), brazetest.Status(status))
		result, err := r.send(t, t.Context(), events(300))
		require.ErrorIs(t, err, reason)
		assert.Equal(t, 75, result.Count(braze.Delivered))
		assert.Equal(t, 225, result.Count(braze.NotSent))
		assert.EqualValues(t, 2, r.Stats().Requests)
		time.Sleep(time.Hour)
		result, err = r.send(t, t.Context(), events(1))
		require.ErrorIs(t, err, reason)
		assert.Equal(t, 1, result.Count(braze.NotSent))
		assert.EqualValues(t, 2, r.Stats().Requests, "only the caller can say that it is worth another")
		r.Resume()
		_, err = r.send(t, t.Context(), events(300))
		require.NoError(t, err)
	}
}

// senderStoppedInBackOff: requests that wait to be repeated do not go either.
func senderStoppedInBackOff(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{Concurrency: 4})
	wait := http.Header{"Retry-After": {"30"}}
	r.server.Script(brazetest.Fault{Status: 503, Header: wait}, brazetest.Fault{Status: 503, Header: wait},
		brazetest.Fault{Status: 503, Header: wait}, brazetest.Fault{Status: 401, Delay: time.Second})
	start := time.Now()
	result, err := r.send(t, t.Context(), events(4*75))
	require.ErrorIs(t, err, braze.ErrAuth)
	assert.Less(t, time.Since(start), 2*time.Second)
	assert.Equal(t, 75, result.Count(braze.NotSent))
	assert.Equal(t, 225, result.Count(braze.Unknown), "their 503 may have been processed")
	assert.EqualValues(t, 4, r.Stats().Requests)
}
