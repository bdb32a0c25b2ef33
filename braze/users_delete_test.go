package braze_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

// endpointClient returns a client of one endpoint, and where its last body goes.
func endpointClient(t *testing.T, path string, status int, answer string) (client *braze.Client, body *string, calls func() int) {
	t.Helper()
	body = new(string)
	mock := httpmock.NewMockTransport()
	mock.RegisterResponder(http.MethodPost, "https://rest.iad-01.braze.com/"+path, func(req *http.Request) (*http.Response, error) {
		b, err := io.ReadAll(req.Body)
		*body = string(b)
		return httpmock.NewStringResponse(status, answer), err
	})
	return newClient(t, quick, braze.WithTransport(mock)), body, mock.GetTotalCallCount
}

var alias = braze.UserAlias{Name: "a", Label: "l"}

func TestDeleteUsers(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		request braze.DeleteRequest
		body    string
	}{
		"external ids": {braze.DeleteRequest{ExternalIDs: []string{"a", `b"`}}, `{"external_ids":["a","b\""]}`},
		"aliases":      {braze.DeleteRequest{Aliases: []braze.UserAlias{alias}}, `{"user_aliases":[{"alias_name":"a","alias_label":"l"}]}`},
		"Braze's ids":  {braze.DeleteRequest{BrazeIDs: []string{"5f"}}, `{"braze_ids":["5f"]}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, body, _ := endpointClient(t, "users/delete", 201, `{"deleted":2}`)
			response, err := client.DeleteUsers(t.Context(), tt.request)
			require.NoError(t, err)
			assert.Equal(t, 2, response.Deleted)
			assert.Equal(t, tt.body, *body)
		})
	}
}

func TestDeleteUsersRefusals(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		request braze.DeleteRequest
		is      error
	}{
		"nobody":           {braze.DeleteRequest{}, braze.ErrRejected},
		"two kinds":        {braze.DeleteRequest{ExternalIDs: []string{"a"}, BrazeIDs: []string{"b"}}, braze.ErrRejected},
		"51 ids":           {braze.DeleteRequest{ExternalIDs: make([]string, 51)}, braze.ErrTooMany},
		"empty id":         {braze.DeleteRequest{ExternalIDs: []string{"a", ""}}, braze.ErrRejected},
		"long id":          {braze.DeleteRequest{ExternalIDs: []string{string(make([]byte, 988))}}, braze.ErrRejected},
		"alias no label":   {braze.DeleteRequest{Aliases: []braze.UserAlias{{Name: "a"}}}, braze.ErrRejected},
		"empty Braze's id": {braze.DeleteRequest{BrazeIDs: []string{""}}, braze.ErrRejected},
		"not UTF-8":        {braze.DeleteRequest{ExternalIDs: []string{"\xff"}}, braze.ErrRejected},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, _, calls := endpointClient(t, "users/delete", 201, `{}`)
			_, err := client.DeleteUsers(t.Context(), tt.request)
			require.ErrorIs(t, err, tt.is)
			assert.Zero(t, calls())
		})
	}
}

func TestDeleteUsersAnswers(t *testing.T) {
	t.Parallel()
	one := braze.DeleteRequest{ExternalIDs: []string{"a"}}
	for answer, want := range map[string]int{``: -1, `{`: -1, `{}`: -1, `{"deleted":"1"}`: -1, `{"deleted":0}`: 0} {
		client, _, calls := endpointClient(t, "users/delete", 200, answer)
		response, err := client.DeleteUsers(t.Context(), one)
		require.NoError(t, err, answer)
		assert.Equal(t, want, response.Deleted, answer)
		assert.Equal(t, 1, calls())
	}
	client, _, calls := endpointClient(t, "users/delete", 500, ``)
	_, err := client.DeleteUsers(t.Context(), one)
	require.ErrorIs(t, err, braze.ErrAmbiguous)
	assert.Equal(t, 5, calls(), "safe to repeat")
	client, _, _ = endpointClient(t, "users/delete", 200, `<html>`)
	_, err = client.DeleteUsers(t.Context(), one)
	require.ErrorIs(t, err, braze.ErrAmbiguous)
	client, _, _ = endpointClient(t, "users/delete", 400, `{"message":"The max number of ids per request was exceeded"}`)
	_, err = client.DeleteUsers(t.Context(), one)
	require.ErrorIs(t, err, braze.ErrTooMany)
}

func TestExportIDs(t *testing.T) {
	t.Parallel()
	client, body, _ := endpointClient(t, "users/export/ids", 201, `{"message":"success",
		"users":[{"external_id":"a","braze_id":"5f","custom_attributes":{"plan":"gold","n":12345678901234567890}},{"email":null}],
		"invalid_user_ids":["b"]}`)
	response, err := client.ExportIDs(t.Context(), braze.ExportRequest{
		ExternalIDs: []string{"a", "b"}, Aliases: []braze.UserAlias{alias}, Fields: []string{"external_id", "custom_attributes"},
	})
	require.NoError(t, err)
	assert.JSONEq(t, `{"external_ids":["a","b"],"user_aliases":[{"alias_name":"a","alias_label":"l"}],`+
		`"fields_to_export":["external_id","custom_attributes"]}`, *body)
	require.Len(t, response.Users, 2)
	assert.Equal(t, "a", response.Users[0].ExternalID())
	assert.Equal(t, "5f", response.Users[0].BrazeID())
	assert.Equal(t, "12345678901234567890", string(response.Users[0].CustomAttributes()["n"]))
	assert.Empty(t, response.Users[1].ExternalID())
	assert.Nil(t, response.Users[1].CustomAttributes())
	assert.Equal(t, []string{"b"}, response.InvalidUserIDs)
}

func TestExportIDsFailures(t *testing.T) {
	t.Parallel()
	client, body, calls := endpointClient(t, "users/export/ids", 201, `{"users":{}}`)
	_, err := client.ExportIDs(t.Context(), braze.ExportRequest{})
	require.ErrorIs(t, err, braze.ErrRejected)
	_, err = client.ExportIDs(t.Context(), braze.ExportRequest{ExternalIDs: make([]string, 51)})
	require.ErrorIs(t, err, braze.ErrTooMany)
	assert.Zero(t, calls())
	_, err = client.ExportIDs(t.Context(), braze.ExportRequest{BrazeID: "5f"})
	require.ErrorIs(t, err, braze.ErrAmbiguous, "users is not an array")
	assert.JSONEq(t, `{"braze_id":"5f"}`, *body)
}
