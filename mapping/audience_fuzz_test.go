package mapping_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
	"github.com/mpbraze/mpbraze/segments"
)

// Whatever a message says, what comes out is what Braze takes, and each user of
// the message either is in it or has an issue.
func FuzzAudience(f *testing.F) {
	for _, seed := range []string{
		audienceMessage,
		`{"IsMember":true,"AudienceId":-1,"AudienceName":"$\u0000","UserIdentities":{"CustomerId":"u1","Email":"a@b"}}`,
		`{"isadd":false,"audienceid":1,"audiencename":"A","customerid":"u1","pushtoken":"<0a>","userattributes":[{"attributename":"In A","attributevalue":{"add":[1]}}]}`,
		`{"audience_memberships":[{"audience_id":1,"audience_name":"external_id"}],"user_identities":[{"type":"customer_id","value":"u1"}]}`,
	} {
		f.Add([]byte(seed))
	}
	everyWay := segments.Join(segments.String{}, segments.Array{}, segments.PerSegment{})
	mapper, err := mapping.New(mapping.Config{
		Attributes: mapping.AttributeConfig{TypeDetection: mapping.DetectBoth, ListsAsArrays: true},
		Push:       mapping.PushConfig{AppID: "app"},
	})
	require.NoError(f, err)
	audiences := mapper.Audiences(everyWay)
	f.Fuzz(func(t *testing.T, data []byte) {
		message, err := mparticle.ParseAudienceMessage(data)
		if err != nil {
			return
		}
		plan := audiences.Plan(message.Changes)
		roster := segments.Roster{Store: new(segments.MemoryStore)}
		users, err := roster.Update(t.Context(), plan.Changes())
		require.NoError(t, err)
		for _, result := range []mapping.Result{
			audiences.Map(message.Changes), plan.Map(users), audiences.MapProfile(message.Profile),
			audiences.MapMemberships(users),
		} {
			encoded(t, result)
		}
		result := plan.Map(users)
		assert.GreaterOrEqual(t, len(result.Track.Attributes), len(users))
		if len(message.Changes) > 0 && result.Track.Len() == 0 {
			assert.NotEmpty(t, result.Issues, "silence")
		}
	})
}

// Messages that others have published.
func TestAudienceSamples(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("MPBRAZE_SAMPLES")
	if folder == "" {
		t.Skip("MPBRAZE_SAMPLES names no folder of samples")
	}
	m := audiences(t, segments.PerSegment{})
	for file, want := range map[string]string{
		"audience_kinesis_firehose_member_added.json":           "p.fogg138",
		"firehose_audience_membership_change_request.json":      "", // hashed
		"firehose_audience_membership_change_verification.json": "",
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(filepath.Join(folder, "mparticle", file))
			require.NoError(t, err)
			message, err := mparticle.ParseAudienceMessage(data)
			require.NoError(t, err)
			r := m.Map(message.Changes)
			if want == "" {
				assert.Zero(t, r.Track.Len())
				return
			}
			assert.Equal(t, want, attributesOf(t, r).User.ExternalID)
		})
	}
}
