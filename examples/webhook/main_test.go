package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// asProcess makes the test binary the program itself.
const asProcess = "WEBHOOK_AS_PROCESS"

func TestMain(m *testing.M) {
	if os.Getenv(asProcess) != "" {
		main()
		return
	}
	// After refusing a body net/http waits half a second for the client to read
	// the answer, longer than goleak is patient.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*conn).closeWriteAndWait"))
}

// The demonstration as a newcomer runs it, ended by the signal of an
// orchestrator.
func TestProcess(t *testing.T) {
	t.Parallel()
	process := exec.CommandContext(t.Context(), os.Args[0], "-addr", "127.0.0.1:0")
	process.Env = []string{asProcess + "=1"}
	output, err := process.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, process.Start())

	lines := bufio.NewScanner(output)
	after := func(prefix string) string {
		for lines.Scan() {
			if rest, ok := strings.CutPrefix(lines.Text(), prefix); ok {
				return rest
			}
		}
		return ""
	}
	secret := after("Authorization: ")
	url := after("listening on ")
	require.NotEmpty(t, url)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(batchOf(1, 1)))
	require.NoError(t, err)
	r.Header.Set("Authorization", secret)
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	response, err := (&http.Client{Transport: transport}).Do(r)
	require.NoError(t, err)
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	response.Body.Close()
	assert.Equal(t, "delivered 2, rejected 0, issues 0\n", string(text))

	require.NoError(t, process.Process.Signal(syscall.SIGTERM))
	assert.Equal(t, "2, rejected 0, left to mParticle 0", after("delivered "))
	assert.NoError(t, process.Wait())
}

func TestRunRefuses(t *testing.T) {
	t.Parallel()
	broken := t.TempDir() + "/settings.json"
	require.NoError(t, os.WriteFile(broken, []byte(`{"noSuchSetting": 1}`), 0o600))
	key := map[string]string{"BRAZE_API_KEY": "a-key-of-braze", "MPARTICLE_WEBHOOK_SECRETS": secret}
	for name, row := range map[string]struct {
		args []string
		env  map[string]string
		err  string
	}{
		"an unknown flag":        {[]string{"-x"}, nil, "not defined"},
		"no settings file":       {[]string{"-settings", t.TempDir() + "/none"}, nil, "no such file"},
		"an unknown setting":     {[]string{"-settings", broken}, nil, "noSuchSetting"},
		"a key alone":            {nil, key, "Instance: is empty"},
		"instance without a key": {[]string{"-instance", "US-01"}, nil, "no key in BRAZE_API_KEY"},
		"no instance of Braze":   {[]string{"-instance", "US-99"}, key, "not an instance"},
		"Braze without a secret": {
			[]string{"-instance", "US-01"}, map[string]string{"BRAZE_API_KEY": "a-key-of-braze"}, "names no secret",
		},
		"a short secret": {nil, map[string]string{"MPARTICLE_WEBHOOK_SECRETS": "short"}, "has 5 characters"},
		"a bad address":  {[]string{"-addr", "nowhere"}, nil, "missing port"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := run(t.Context(), row.args, func(name string) string { return row.env[name] }, io.Discard)
			assert.ErrorContains(t, err, row.err)
		})
	}
}
