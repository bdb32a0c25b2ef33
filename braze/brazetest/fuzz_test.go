package brazetest_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze/brazetest"
)

// FuzzTrack: whatever is sent, the answer is one of Braze's, and the same
// requests lead to the same profiles.
func FuzzTrack(f *testing.F) {
	f.Add(one)
	f.Fuzz(func(t *testing.T, body string) {
		var dumps [2]string
		for i := range dumps {
			s := brazetest.New(brazetest.Config{Now: fixed})
			set(t, s, `{"external_id":"u","a":[{"id":1}],"n":1,"email":"a@example.com"}`)
			for range 2 {
				status, answer := track(t, s, body)
				require.Contains(t, []int{http.StatusCreated, http.StatusBadRequest}, status)
				require.Contains(t, answer, `"message":"`)
			}
			dump, err := json.Marshal(s.Profiles())
			require.NoError(t, err)
			dumps[i] = string(dump)
		}
		assert.Equal(t, dumps[0], dumps[1])
	})
}
