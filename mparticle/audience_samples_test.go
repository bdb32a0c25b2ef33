package mparticle_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mparticle"
)

// Messages that others have published.
func TestAudienceSamples(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("MPBRAZE_SAMPLES")
	if folder == "" {
		t.Skip("MPBRAZE_SAMPLES names no folder of samples")
	}
	for file, changes := range map[string]int{
		"audience_kinesis_firehose_member_added.json":           1,
		"audience_gcs_record.json":                              1,
		"firehose_audience_membership_change_request.json":      3,
		"firehose_audience_membership_change_verification.json": 0,
		"firehose_audience_subscription_request.json":           0,
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(filepath.Join(folder, "mparticle", file))
			require.NoError(t, err)
			m, err := mparticle.ParseAudienceMessage(data)
			if strings.Contains(file, "gcs") {
				m, err = mparticle.ParseGCSAudience("A_1_2020-07-08_00-00-00_721e1d63.txt", data)
			}
			require.NoError(t, err)
			assert.Empty(t, m.Problems)
			assert.Len(t, m.Changes, changes)
			assert.Equal(t, strings.Contains(file, "subscription"), m.Subscription != nil)
			for _, c := range m.Changes {
				assert.NotZero(t, c.Time)
				assert.NotZero(t, c.User)
			}
		})
	}
}

func FuzzParseAudienceMessage(f *testing.F) {
	for _, seed := range []string{firehoseChange, kinesisRecord, `{"isadd":true,"audienceid":1}`, `{"audience_memberships":[{}]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := mparticle.ParseAudienceMessage(data)
		if err != nil {
			var refusal *mparticle.DecodeError
			require.ErrorAs(t, err, &refusal)
			return
		}
		for _, c := range m.Changes {
			assert.NotZero(t, c.Audience.ID)
			assert.Contains(t, []mparticle.AudienceAction{"add", "delete", "attribute_update"}, c.Action)
			for _, name := range c.DeletedUserAttributes {
				assert.NotContains(t, c.UserAttributes, name)
			}
			for _, h := range c.User.Hashed {
				assert.NotEqual(t, mparticle.EncodingRaw, h.Encoding)
			}
		}
	})
}
