package braze_test

import (
	"crypto/x509"
	"net/http"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/braze"
)

func TestBadInputI64Endpoint(t *testing.T) {
	t.Parallel()
	const host = "rest.iad-01.braze.com"
	refused := map[string]string{
		"https://user:hunter2@" + host:   "user name",
		"https://hunter2@" + host:        "user name",
		"http://" + host:                 "https",
		"ftp://" + host:                  "https",
		"https://169.254.169.254":        "private",
		"https://10.0.0.1":               "private",
		"https://[fd00::1]":              "private",
		"https://0x7f.1":                 "not a host of Braze",
		"https://2130706433":             "not a host of Braze",
		"https://0.0.0.0":                "private",
		"https://localhost":              "this machine",
		"https://LOCALHOST":              "this machine",
		"https://x.localhost":            "this machine",
		"https://127.0.0.1":              "this machine",
		"https://[::1]":                  "this machine",
		"https://[::ffff:127.0.0.1]":     "this machine",
		"https://" + host + ".evil.com":  "not a host of Braze",
		"https://evil.com":               "not a host of Braze",
		"https://" + host + ".":          "not a host of Braze",
		"https://rest.iad-01.brаze.com":  "ASCII", // Cyrillic a
		"https://" + host + "/v2":        "path",
		"https://" + host + "?a=hunter2": "query",
		"https://" + host + "?":          "query",
		"https://" + host + "#x":         "fragment",
		"https://" + host + "/#":         "fragment",
		"https://" + host + ":8443":      "port",
		"https://":                       "no host",
		"https:///users":                 "path",
		"https://a b":                    "not a URL",
		"":                               "empty",
	}
	for address, says := range refused {
		t.Run("refused "+address, func(t *testing.T) {
			t.Parallel()
			_, err := braze.New("", canary, braze.WithEndpoint(address))
			require.ErrorIs(t, err, braze.ErrInvalidOption)
			assert.Contains(t, err.Error(), says)
			assert.Contains(t, err.Error(), "WithEndpoint")
			assert.NotContains(t, err.Error(), "hunter2")
		})
	}
	taken := map[string][]braze.Option{
		host:                               nil,
		"https://" + host:                  nil,
		"https://" + host + "/":            nil,
		"https://REST.iad-01.braze.com":    nil,
		"https://" + host + ":443":         nil,
		"https://rest.iad-10.braze.com":    nil,
		"https://gateway.example.com:8443": {braze.WithAllowedHost("Gateway.example.com")},
		"https://10.0.0.1":                 {braze.WithAllowedHost("10.0.0.1"), braze.WithPrivateNetwork()},
		"http://127.0.0.1:8080":            {braze.WithInsecureLoopback()},
		"http://[::1]:8080":                {braze.WithInsecureLoopback()},
		"https://localhost":                {braze.WithInsecureLoopback()},
	}
	for address, options := range taken {
		t.Run("taken "+address, func(t *testing.T) {
			t.Parallel()
			_, err := braze.New("", canary, append(options, braze.WithEndpoint(address))...)
			assert.NoError(t, err)
		})
	}
	t.Run("loopback is no way to plain http elsewhere", func(t *testing.T) {
		t.Parallel()
		_, err := braze.New("", canary, braze.WithInsecureLoopback(), braze.WithEndpoint("http://"+host))
		assert.ErrorIs(t, err, braze.ErrInvalidOption)
	})
}

func TestNewRefusesBadOptions(t *testing.T) {
	t.Parallel()
	mock := httpmock.NewMockTransport()
	var nilClient *http.Client
	tests := map[string]struct {
		options []braze.Option
		names   string
	}{
		"attempts":          {[]braze.Option{braze.WithRetry(braze.RetryOptions{MaxAttempts: 101})}, "MaxAttempts is 101"},
		"negative attempts": {[]braze.Option{braze.WithRetry(braze.RetryOptions{MaxAttempts: -1})}, "MaxAttempts"},
		"negative delay":    {[]braze.Option{braze.WithRetry(braze.RetryOptions{BaseDelay: -1})}, "negative"},
		"base over max":     {[]braze.Option{braze.WithRetry(braze.RetryOptions{BaseDelay: time.Minute})}, "BaseDelay is 1m0s, more than MaxDelay 30s"},
		"long pause":        {[]braze.Option{braze.WithRetry(braze.RetryOptions{MaxPause: 2 * time.Hour})}, "MaxPause"},
		"negative quota":    {[]braze.Option{braze.WithRetry(braze.RetryOptions{Quota: -1})}, "Quota"},
		"unknown policy":    {[]braze.Option{braze.WithRetry(braze.RetryOptions{OnUnknown: 7})}, "OnUnknown"},
		"negative timeout":  {[]braze.Option{braze.WithTimeouts(braze.Timeouts{Dial: -1})}, "WithTimeouts"},
		"caps per array":    {[]braze.Option{braze.WithCaps(braze.Caps{PerArray: 76})}, "PerArray is 76"},
		"caps in all":       {[]braze.Option{braze.WithCaps(braze.Caps{Total: 226})}, "Total is 226"},
		"nil limiter":       {[]braze.Option{braze.WithLimiter(nil)}, "WithLimiter"},
		"nil logger":        {[]braze.Option{braze.WithLogger(nil)}, "WithLogger"},
		"nil transport":     {[]braze.Option{braze.WithTransport(nil)}, "WithTransport"},
		"nil client":        {[]braze.Option{braze.WithHTTPClient(nil)}, "WithHTTPClient"},
		"typed nil client":  {[]braze.Option{braze.WithHTTPClient(nilClient)}, "WithHTTPClient"},
		"nil proxy":         {[]braze.Option{braze.WithProxy(nil)}, "WithProxy"},
		"nil pool":          {[]braze.Option{braze.WithRootCAs(nil)}, "WithRootCAs"},
		"no connections":    {[]braze.Option{braze.WithIdleConns(0)}, "WithIdleConns: is 0"},
		"not a hook":        {[]braze.Option{braze.WithHooks(recorder{})}, "hook 0"},
		"nil hook":          {[]braze.Option{braze.WithHooks(nil)}, "WithHooks"},
		"empty agent":       {[]braze.Option{braze.WithUserAgent("")}, "WithUserAgent"},
		"agent with break":  {[]braze.Option{braze.WithUserAgent("a\r\nX: y")}, "WithUserAgent"},
		"host with scheme":  {[]braze.Option{braze.WithAllowedHost("https://a")}, "WithAllowedHost"},
		"host with port":    {[]braze.Option{braze.WithAllowedHost("a:1")}, "WithAllowedHost"},
		"any host":          {[]braze.Option{braze.WithAllowedHost("*")}, "WithAllowedHost"},
		"two stacks":        {[]braze.Option{braze.WithTransport(mock), braze.WithHTTPClient(&http.Client{})}, "WithTransport"},
		"proxy of another":  {[]braze.Option{braze.WithTransport(mock), braze.WithProxy(http.ProxyFromEnvironment)}, "WithProxy"},
		"roots of another":  {[]braze.Option{braze.WithTransport(mock), braze.WithRootCAs(x509.NewCertPool())}, "WithRootCAs"},
		"HTTP/2 of another": {[]braze.Option{braze.WithTransport(mock), braze.WithHTTP2()}, "WithHTTP2"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, err := braze.New(braze.US01, canary, tt.options...)
			assert.Nil(t, client)
			require.ErrorIs(t, err, braze.ErrInvalidOption)
			var wrong *braze.OptionError
			require.ErrorAs(t, err, &wrong)
			assert.Contains(t, err.Error(), tt.names)
			assert.NotContains(t, err.Error(), canary)
		})
	}
	t.Run("unknown instance", func(t *testing.T) {
		t.Parallel()
		_, err := braze.New("US-09", canary)
		require.ErrorIs(t, err, braze.ErrInvalidOption)
		assert.Contains(t, err.Error(), "US-09")
	})
}

func TestOptionsLeaveDefaults(t *testing.T) {
	t.Parallel()
	client, mock := mocked(t, answers(500, ""), braze.WithRetry(braze.RetryOptions{MaxAttempts: 2}))
	_, err := client.Track(t.Context(), plain)
	require.ErrorIs(t, err, braze.ErrServer)
	assert.Equal(t, 2, mock.GetTotalCallCount(), "and the delays of the option before stay")
	assert.NotErrorIs(t, err, braze.ErrRetryQuota)
}

func TestNewLimiterPanics(t *testing.T) {
	t.Parallel()
	assert.Panics(t, func() { braze.NewLimiter(0, time.Second) })
	assert.Panics(t, func() { braze.NewLimiter(1, 0) })
}

func TestWithUserAgent(t *testing.T) {
	t.Parallel()
	client, _ := mocked(t, func(req *http.Request) (*http.Response, error) {
		assert.Equal(t, "shop/1.2", req.Header.Get("User-Agent"))
		return httpmock.NewStringResponse(201, success), nil
	}, braze.WithUserAgent("shop/1.2"))
	_, err := client.Track(t.Context(), plain)
	require.NoError(t, err)
}
