package brazetest_test

import (
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/mpbraze/mpbraze/braze/brazetest"
)

const one = `{"attributes":[{"external_id":"u","n":1}]}`

func TestRateLimitHeaders(t *testing.T) {
	t.Parallel()
	const limit, left, reset, wait = "X-Ratelimit-Limit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset", "X-Ratelimit-Retry-After"
	epoch := strconv.FormatInt(now.Unix()+2, 10)
	hour := strconv.FormatInt(now.Truncate(time.Hour).Add(time.Hour).Unix(), 10)
	two := brazetest.Limit{Requests: 2}
	for name, test := range map[string]struct {
		config          brazetest.Config
		second, refused map[string]string
	}{
		"epoch": {
			brazetest.Config{Limit: two},
			map[string]string{limit: "2", left: "0", reset: epoch},
			map[string]string{limit: "2", left: "0", reset: epoch},
		},
		"seconds left, monthly active users": {
			brazetest.Config{Limit: two, MAUHeaders: true},
			map[string]string{limit: "2", left: "0", reset: "2"},
			map[string]string{wait: "2"},
		},
		"hourly quota": {
			brazetest.Config{HourlyLimit: 2},
			map[string]string{limit: "2", left: "0", reset: hour},
			map[string]string{limit: "2", left: "0", reset: hour},
		},
		"hourly quota, monthly active users": {
			brazetest.Config{HourlyLimit: 2, MAUHeaders: true},
			map[string]string{limit: "2", left: "0", reset: "3599"},
			map[string]string{wait: "3599"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := test.config
			config.Now = fixed
			s := brazetest.New(config)
			for i, want := range []map[string]string{nil, test.second, test.refused} {
				response := post(t, s, "/users/track", one)
				response.Body.Close()
				if want == nil {
					continue
				}
				got := map[string]string{}
				for _, header := range []string{limit, left, reset, wait} {
					if value := response.Header.Get(header); value != "" {
						got[header] = value
					}
				}
				assert.Equal(t, want, got, "request %d", i)
				assert.Equal(t, []int{0, http.StatusCreated, http.StatusTooManyRequests}[i], response.StatusCode)
				assert.Equal(t, now.Format(http.TimeFormat), response.Header.Get("Date"))
			}
			assert.Equal(t, 2, s.Counts().Attributes, "a 429 processes nothing")
		})
	}
}

func TestWindowsAreAligned(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := brazetest.New(brazetest.Config{Limit: brazetest.Limit{Requests: 2}})
		status := func() int { code, _ := track(t, s, one); return code }

		time.Sleep(2900 * time.Millisecond)
		assert.Equal(t, http.StatusCreated, status())
		assert.Equal(t, http.StatusCreated, status())
		assert.Equal(t, http.StatusTooManyRequests, status())
		time.Sleep(100 * time.Millisecond)
		assert.Equal(t, http.StatusCreated, status(), "a new window begins at :03, whenever the first request came")
		assert.Equal(t, http.StatusCreated, status())
		assert.Equal(t, http.StatusTooManyRequests, status())
	})
}

func TestDefaultLimits(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path, body string
		config     brazetest.Config
		want       string
	}{
		"track":    {"/users/track", one, brazetest.Config{}, "3000"},
		"users":    {"/users/alias/new", `{}`, brazetest.Config{}, "20000"},
		"export":   {"/users/export/ids", `{}`, brazetest.Config{}, "250"},
		"no limit": {"/users/track", one, brazetest.Config{Limit: brazetest.Limit{Requests: -1}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response := post(t, brazetest.New(test.config), test.path, test.body)
			defer response.Body.Close()
			assert.Equal(t, test.want, response.Header.Get("X-Ratelimit-Limit"))
		})
	}
}

func TestUserEndpointsShareALimit(t *testing.T) {
	t.Parallel()
	s := brazetest.New(brazetest.Config{Now: fixed})
	for i, path := range []string{"/users/delete", "/users/alias/new", "/users/identify"} {
		response := post(t, s, path, `{}`)
		response.Body.Close()
		assert.Equal(t, strconv.Itoa(19_999-i), response.Header.Get("X-Ratelimit-Remaining"))
	}
}
