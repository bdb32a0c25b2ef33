package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/mpbraze/mpbraze/mparticle"
	"github.com/mpbraze/mpbraze/segments"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// audiences runs the program without a key and returns what it shows, in words.
func audiences(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), args, "", &out))
	return strings.Join(strings.Fields(out.String()), " ")
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func TestSamplesInThreeWays(t *testing.T) {
	t.Parallel()
	out := audiences(t)
	for _, want := range []string{
		`Single string attribute`,
		`ann SegmentMembership - -> "11034,11036"`,
		`ann SegmentMembership "11034" -> "9,11034"`,
		`eve SegmentMembership "9,11034" -> "9"`,
		`Single array attribute`,
		`ann SegmentMembershipArray ["11034"] -> ["9","11034"]`,
		`eve SegmentMembershipArray ["9","11034"] -> ["9"]`,
		`One attribute per segment`,
		`ann In Winter Shoppers - -> true`,
		`ann In Rain-Walkers - -> true`,
		`bob In Trail Runners true -> false`,
		`! /changes/2/user_identities/email only a hash of it is told: taken as absent`,
		`! /changes/3 no identity that Braze could know the user by: nothing is forwarded`,
	} {
		assert.Contains(t, out, want)
	}
}

func TestOneWay(t *testing.T) {
	t.Parallel()
	out := audiences(t, "-send-as", "Both Single Attribute and One Attribute Per Segment",
		write(t, "rows.ndjson", `{"isadd":true,"audienceid":7,"audiencename":"Sevens","customerid":"u1"}`))
	assert.Contains(t, out, `u1 In Sevens - -> true u1 SegmentMembership - -> "'7'"`)
	assert.NotContains(t, out, "SegmentMembershipArray")
}

func TestProblemsAreShown(t *testing.T) {
	t.Parallel()
	out := audiences(t, "-send-as", "Single array attribute",
		write(t, "rows.ndjson", `{"isadd":"perhaps","audienceid":7,"customerid":"u1"}`))
	assert.Contains(t, out, "! /isadd want boolean, got text")
}

func TestFailures(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		args []string
		key  string
		want string
	}{
		"unknown way":         {[]string{"-send-as", "Every way"}, "", `unknown Send Segments As "Every way"`},
		"a key without a way": {[]string{"none.json"}, "key", "unknown Send Segments As"},
		"a key without an instance": {
			[]string{"-send-as", "Single array attribute", "none.json"}, "key", "Instance: is empty",
		},
		"a key without files": {
			[]string{"-send-as", "Single array attribute", "-instance", "US-01"}, "key", "nothing to send",
		},
		"an instance without a key": {[]string{"-instance", "US-01"}, "", "no key"},
		"unknown flag":              {[]string{"-x"}, "", "not defined"},
		"no such file":              {[]string{"none.json"}, "", "none.json"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := run(t.Context(), tt.args, tt.key, new(bytes.Buffer))
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestUnreadableFiles(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		file, content string
		want          error
	}{
		"a batch":            {"batch.json", `{"events":[]}`, mparticle.ErrNotAudience},
		"a file renamed":     {"renamed.txt", `{"IsAddRequest":true}`, mparticle.ErrFileName},
		"two of one name":    {"twice.json", `{"isadd":true,"isadd":true}`, mparticle.ErrDuplicateName},
		"broken in the base": {"kinesis.json", `{"Record":{"Data":"%"}}`, mparticle.ErrSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := run(t.Context(), []string{write(t, tt.file, tt.content)}, "", new(bytes.Buffer))
			require.ErrorIs(t, err, tt.want)
		})
	}
	var broken *segments.SendAsError
	require.ErrorAs(t, run(t.Context(), []string{"-send-as", "x"}, "", new(bytes.Buffer)), &broken)
	assert.Error(t, run(t.Context(), []string{write(t, "cut.json", `{"isadd"`)}, "", new(bytes.Buffer)))
}
