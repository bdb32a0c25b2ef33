package brazetest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze/brazetest"
)

func TestKeys(t *testing.T) {
	t.Parallel()
	const body = `{"attributes":[{"external_id":"u"}]}`
	for name, test := range map[string]struct {
		path, authorization string
		status              int
		answer              string
	}{
		"all permissions":   {"/users/track", "Bearer all", http.StatusCreated, `{"message":"success","attributes_processed":1}`},
		"the permission":    {"/users/track", "Bearer track", http.StatusCreated, `{"message":"success","attributes_processed":1}`},
		"other permission":  {"/users/delete", "Bearer track", http.StatusForbidden, `{"message":"Access Denied"}`},
		"unknown key":       {"/users/track", "Bearer other", http.StatusUnauthorized, `{"message":"Unauthorized"}`},
		"key in quotes":     {"/users/track", `Bearer "all"`, http.StatusUnauthorized, `{"message":"Unauthorized"}`},
		"no scheme":         {"/users/track", "all", http.StatusUnauthorized, `{"message":"Unauthorized"}`},
		"no header":         {"/users/track", "", http.StatusUnauthorized, `{"message":"Unauthorized"}`},
		"the default key":   {"/users/track", "Bearer " + brazetest.Key, http.StatusUnauthorized, `{"message":"Unauthorized"}`},
		"unknown endpoint":  {"/users/tracks", "Bearer all", http.StatusNotFound, `{"message":"Not Found"}`},
		"slash at the end":  {"/users/track/", "Bearer all", http.StatusNotFound, `{"message":"Not Found"}`},
		"endpoint of later": {"/users/merge", "Bearer all", http.StatusNotFound, `{"message":"Not Found"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := brazetest.New(brazetest.Config{
				Keys: map[string][]string{"all": nil, "track": {"users.track"}},
			})
			r := request(t, test.path, body)
			r.Header.Set("Authorization", test.authorization)
			response, err := s.Transport().RoundTrip(r)
			require.NoError(t, err)
			defer response.Body.Close()
			assert.Equal(t, test.status, response.StatusCode)
			assert.JSONEq(t, test.answer, read(t, response))
		})
	}
}

func TestOnlyPOST(t *testing.T) {
	t.Parallel()
	r := request(t, "/users/track", "")
	r.Method = http.MethodGet
	response, err := brazetest.New(brazetest.Config{}).Transport().RoundTrip(r)
	require.NoError(t, err)
	defer response.Body.Close()
	assert.Equal(t, http.StatusNotFound, response.StatusCode)
}

func TestRequestsAreRecordedWithoutKey(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{Now: fixed, KeepRequests: 2})
	for _, body := range []string{`{}`, `{"attributes":[{"external_id":"u"}]}`, `{"attributes":[{},{"external_id":"u"}]}`} {
		track(t, s, body)
	}
	requests := s.Requests()
	require.Len(t, requests, 2, "the newest")
	assert.Equal(t, brazetest.Request{
		Time: now, Method: http.MethodPost, Path: "/users/track", Header: http.Header{},
		Body: []byte(`{"attributes":[{"external_id":"u"}]}`), Status: http.StatusCreated,
	}, requests[0])
	assert.Equal(t, brazetest.Counts{
		Statuses: map[int]int{http.StatusBadRequest: 1, http.StatusCreated: 2}, Attributes: 2, Refused: 1,
	}, s.Counts())

	none := brazetest.New(brazetest.Config{KeepRequests: -1})
	track(t, none, `{}`)
	assert.Empty(t, none.Requests())
}
