package brazetest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
)

const (
	noData  = `{"message":"Valid data must be provided in the 'attributes', 'events', or 'purchases' fields."`
	badJSON = `{"message":"Bad Request"}`
)

func TestTrackAnswers(t *testing.T) {
	t.Parallel()
	const (
		attributes = `{"external_id":"u","plan":"gold"}`
		event      = `{"external_id":"u","name":"e","time":"2024-01-01T00:00:00Z"}`
		purchase   = `{"external_id":"u","product_id":"p","currency":"USD","price":1,"time":"2024-01-01"}`
		nobody     = `{"plan":"gold"}`
		required   = `"type":"'external_id', 'braze_id', 'user_alias', 'email' or 'phone' is required"`
	)
	for name, test := range map[string]struct {
		body   string
		status int
		answer string
	}{
		"all arrays": {
			`{"attributes":[` + attributes + `],"events":[` + event + `,` + event + `],"purchases":[` + purchase + `]}`,
			http.StatusCreated,
			`{"message":"success","attributes_processed":1,"events_processed":2,"purchases_processed":1}`,
		},
		"a counter only for an array that was sent": {
			`{"events":[` + event + `]}`, http.StatusCreated,
			`{"message":"success","events_processed":1}`,
		},
		"null is not sent": {
			`{"attributes":null,"events":[` + event + `]}`, http.StatusCreated,
			`{"message":"success","events_processed":1}`,
		},
		"bad objects are named, good ones processed": {
			`{"attributes":[` + nobody + `,` + attributes + `],"events":[` + event + `,7]}`,
			http.StatusCreated,
			`{"message":"success","errors":[{` + required + `,"input_array":"attributes","index":0},` +
				`{"type":"must be an object","input_array":"events","index":1}],` +
				`"attributes_processed":1,"events_processed":1}`,
		},
		"nothing good": {
			`{"attributes":[` + nobody + `]}`, http.StatusBadRequest,
			noData + `,"errors":[{` + required + `,"input_array":"attributes","index":0}]}`,
		},
		"no arrays":        {`{}`, http.StatusBadRequest, noData + `}`},
		"empty arrays":     {`{"attributes":[]}`, http.StatusBadRequest, noData + `}`},
		"not an array":     {`{"events":{}}`, http.StatusBadRequest, `{"message":"'events' must be an array of objects"}`},
		"trailing comma":   {`{"attributes":[],}`, http.StatusBadRequest, badJSON},
		"comment":          {`{/**/}`, http.StatusBadRequest, badJSON},
		"stray brace":      {`{{}`, http.StatusBadRequest, badJSON},
		"two documents":    {`{}{}`, http.StatusBadRequest, badJSON},
		"array at the top": {`[]`, http.StatusBadRequest, badJSON},
		"no JSON":          {`attributes=1`, http.StatusBadRequest, badJSON},
		"invalid UTF-8":    {"{\"a\":\"\xff\"}", http.StatusBadRequest, badJSON},
		"empty body":       {``, http.StatusBadRequest, badJSON},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, answer := track(t, brazetest.New(brazetest.Config{}), test.body)
			assert.Equal(t, test.status, status)
			assert.Equal(t, test.answer, answer)
		})
	}
}

func TestTrackCaps(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config             brazetest.Config
		attributes, events int
		accepted           bool
	}{
		"75 together":             {brazetest.Config{}, 40, 35, true},
		"76 together":             {brazetest.Config{}, 40, 36, false},
		"75 in each, legacy":      {brazetest.Config{PerArray: true}, 75, 75, true},
		"76 in one, legacy":       {brazetest.Config{PerArray: true}, 76, 0, false},
		"50 together, a setting":  {brazetest.Config{MaxObjects: 50}, 25, 25, true},
		"51 together, refused":    {brazetest.Config{MaxObjects: 50}, 26, 25, false},
		"one object, least there": {brazetest.Config{MaxObjects: 1}, 1, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := brazetest.New(test.config)
			status, answer := track(t, s, fmt.Sprintf(`{"attributes":[%s],"events":[%s]}`,
				repeat(`{"external_id":"u","n":1}`, test.attributes),
				repeat(`{"external_id":"u","name":"e","time":"2024-01-01"}`, test.events)))
			if test.accepted {
				assert.Equal(t, http.StatusCreated, status, answer)
				return
			}
			assert.Equal(t, http.StatusBadRequest, status)
			assert.JSONEq(t, `{"message":"Max Input Length Exceeded"}`, answer)
			assert.Empty(t, s.Profiles())
		})
	}
}

func TestTrackBodySize(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{})
	const object = `{"attributes":[{"external_id":"u","n":1}]}`
	fits := object + strings.Repeat(" ", braze.MaxBodyBytes-len(object))

	status, _ := track(t, s, fits)
	assert.Equal(t, http.StatusCreated, status)
	status, answer := track(t, s, fits+" ")
	assert.Equal(t, http.StatusRequestEntityTooLarge, status)
	assert.JSONEq(t, `{"message":"Request Entity Too Large"}`, answer)
}

func repeat(object string, n int) string {
	return strings.TrimSuffix(strings.Repeat(object+",", n), ",")
}
