package braze_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

var senderSizeFaults = map[string]func(*testing.T){
	"F19_P7_poison_at_0":              senderPoison(0),
	"F19_P7_poison_at_1":              senderPoison(1),
	"F19_P7_poison_at_36":             senderPoison(36),
	"F19_P7_poison_at_37":             senderPoison(37),
	"F19_P7_poison_at_38":             senderPoison(38),
	"F19_P7_poison_at_74":             senderPoison(74),
	"F20_400_names_all":               senderAllNamed,
	"F20_400_names_none":              senderNoneNamed,
	"F20_400_names_some":              senderSomeNamed,
	"F21_account_allows_50":           senderCap50,
	"F21_account_allows_75_combined":  senderCapCombined,
	"F24_413_until_one":               senderTooLarge,
	"F24_413_for_everything":          senderAlwaysTooLarge,
	"F24_413_for_merged_attributes":   senderMergedTooLarge,
	"P23_object_larger_than_the_caps": senderOwnCaps,
}

// refuses is a server that answers a status to what contains a word.
func refuses(status int, word string) func(brazetest.Request) brazetest.Fault {
	return func(request brazetest.Request) brazetest.Fault {
		if bytes.Contains(request.Body, []byte(word)) {
			return brazetest.Status(status)
		}
		return brazetest.OK()
	}
}

func senderPoison(at int) func(*testing.T) {
	return func(t *testing.T) {
		r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
		r.server.ScriptFunc(refuses(http.StatusBadRequest, "poison"))
		request := events(75)
		request.Events[at].Name = "poison"
		result, err := r.send(t, t.Context(), request)
		require.NoError(t, err)
		assert.Equal(t, 74, result.Count(braze.Delivered))
		assert.Equal(t, braze.Rejected, result.Events[at].State)
		assert.LessOrEqual(t, r.Stats().Requests, int64(1+14))
		assert.Len(t, r.server.Events(), 74, "and nothing twice")
		assert.Positive(t, r.Stats().Bisections)
	}
}

func senderAllNamed(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	var errs []string
	for i := range 75 {
		errs = append(errs, fmt.Sprintf(`{"type":"x","input_array":"events","index":%d}`, i))
	}
	body := `{"message":"Valid data must be provided in the 'events' field","errors":[` + strings.Join(errs, ",") + `]}`
	r.server.Script(brazetest.Fault{Status: http.StatusBadRequest, Body: []byte(body)})
	result, err := r.send(t, t.Context(), events(75))
	require.NoError(t, err)
	assert.Equal(t, 75, result.Count(braze.Rejected))
	assert.EqualValues(t, 1, r.Stats().Requests)
}

func senderSomeNamed(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	body := `{"message":"bad","errors":[{"type":"x","input_array":"events","index":3}]}`
	r.server.Script(brazetest.Fault{Status: http.StatusBadRequest, Body: []byte(body)})
	result, err := r.send(t, t.Context(), events(75))
	require.NoError(t, err)
	assert.Equal(t, 74, result.Count(braze.Delivered))
	assert.Equal(t, braze.Rejected, result.Events[3].State)
	assert.EqualValues(t, 2, r.Stats().Requests)
}

func senderNoneNamed(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	r.server.ScriptFunc(refuses(http.StatusBadRequest, "events"))
	result, err := r.send(t, t.Context(), events(75))
	require.ErrorIs(t, err, braze.ErrRetryQuota, "the rest is given back")
	assert.Positive(t, result.Count(braze.Rejected))
	assert.LessOrEqual(t, r.Stats().Requests, int64(51), "no storm")
	_, err = r.send(t, t.Context(), events(75))
	require.Error(t, err)
	assert.LessOrEqual(t, r.Stats().Requests, int64(52))
}

func senderCap50(t *testing.T) {
	r := newRig(t, brazetest.Config{MaxObjects: 50}, braze.SenderOptions{})
	result, err := r.send(t, t.Context(), events(300))
	require.NoError(t, err)
	assert.Equal(t, 300, result.Count(braze.Delivered))
	assert.EqualValues(t, 1, r.Stats().CapsLowered)
	before := len(r.server.Requests())
	_, err = r.send(t, t.Context(), events(100))
	require.NoError(t, err)
	assert.Len(t, r.server.Requests()[before:], 2, "learned for good")
}

func senderCapCombined(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{Caps: braze.Caps{PerArray: 75}})
	request := events(75)
	for i := range 75 {
		request.Purchases = append(request.Purchases, mixed(fmt.Sprintf("u%d", i)).Purchases...)
	}
	result, err := r.send(t, t.Context(), request)
	require.NoError(t, err)
	assert.Equal(t, 150, result.Count(braze.Delivered))
	assert.EqualValues(t, 3, r.Stats().Requests, "one refused, two of 75")
}

func senderTooLarge(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	r.server.ScriptFunc(refuses(http.StatusRequestEntityTooLarge, "huge"))
	request := events(20)
	request.Events[7].Name = "huge"
	result, err := r.send(t, t.Context(), request)
	require.NoError(t, err)
	assert.Equal(t, braze.Rejected, result.Events[7].State)
	require.ErrorIs(t, result.Events[7].Err, braze.ErrTooLarge)
	assert.Equal(t, 19, result.Count(braze.Delivered))
	assert.Len(t, r.server.Events(), 19)
}

func senderAlwaysTooLarge(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	r.server.ScriptFunc(refuses(http.StatusRequestEntityTooLarge, "events"))
	_, err := r.send(t, t.Context(), events(75))
	require.ErrorIs(t, err, braze.ErrRetryQuota)
	assert.LessOrEqual(t, r.Stats().Requests, int64(51), "no storm")
}

func senderMergedTooLarge(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{})
	r.server.ScriptFunc(func(request brazetest.Request) brazetest.Fault {
		if bytes.Contains(request.Body, []byte(`"a"`)) && bytes.Contains(request.Body, []byte(`"b"`)) {
			return brazetest.Status(http.StatusRequestEntityTooLarge)
		}
		return brazetest.OK()
	})
	result, err := r.send(t, t.Context(), braze.TrackRequest{Attributes: []braze.Attributes{
		attributes("u1", braze.Custom{"a": 1}), attributes("u1", braze.Custom{"b": 2}),
	}})
	require.NoError(t, err)
	assert.Equal(t, 2, result.Count(braze.Delivered), "each alone fits")
}

func senderOwnCaps(t *testing.T) {
	r := newRig(t, brazetest.Config{}, braze.SenderOptions{Caps: braze.Caps{ObjectBytes: 200}})
	request := events(3)
	request.Events[1].Name = strings.Repeat("n", 200)
	result, err := r.send(t, t.Context(), request)
	require.NoError(t, err)
	assert.Equal(t, braze.Rejected, result.Events[1].State)
	var object *braze.ObjectError
	require.ErrorAs(t, result.Events[1].Err, &object)
	assert.Equal(t, 1, object.Index)
	assert.Equal(t, 2, result.Count(braze.Delivered))
}
