package mapping_test

import (
	"strings"
	"testing"

	"github.com/mpbraze/mpbraze/mapping"
)

// attributeCase is one row of the rules for user attributes.
type attributeCase struct {
	name  string
	cfg   mapping.AttributeConfig
	attrs string
	// want is the attributes object without its user; empty for none.
	want   string
	issues []string
}

func runAttributeCases(t *testing.T, cases []attributeCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			t.Parallel()
			r := mapped(t, mapping.Config{Attributes: c.cfg}, withAttributes(decodedAttributes(t, c.attrs)))
			assertAttributes(t, c.want, r)
			assertIssues(t, c.issues, r)
		})
	}
}

func TestReservedAttributes(t *testing.T) {
	t.Parallel()
	runAttributeCases(t, []attributeCase{
		{
			name:  "names and city",
			attrs: `{"$FirstName":"Ann","$LastName":"Lee","$City":"Bonn"}`,
			want:  `{"first_name":"Ann","last_name":"Lee","home_city":"Bonn"}`,
		},
		{
			name:  "lower case spelling",
			attrs: `{"$firstname":"Ann","$lastname":"Lee","$city":"Bonn","$age":"36","$gender":"f","$country":"de"}`,
			want: `{"first_name":"Ann","last_name":"Lee","home_city":"Bonn","dob":"1990-01-01",
				"gender":"F","country":"DE"}`,
		},
		{
			name:  "zip is text",
			attrs: `{"$zip":53113}`,
			want:  `{"Zip":"53113"}`,
			cfg:   mapping.AttributeConfig{TypeDetection: mapping.DetectBoth},
		},
		{
			name:  "others lose the dollar",
			attrs: `{"$Address":"Main St","$State":"NRW","$$Tier":"gold"}`,
			want:  `{"Address":"Main St","State":"NRW","Tier":"gold"}`,
			issues: []string{
				"/user_attributes/$$Tier name_changed",
				"/user_attributes/$Address name_changed",
				"/user_attributes/$State name_changed",
			},
		},
		{
			name: "names of Braze",
			attrs: `{"first_name":"Ann","last_name":"Lee","home_city":"Bonn","gender":"female","country":"DEU",
				"phone":"+4915112345678","email":"ann@shop.example","language":"de_DE","time_zone":"Europe/Berlin",
				"image_url":"https://shop.example/a.png","date_of_first_session":"2024-05-06T07:08:09Z",
				"email_subscribe":"opted_in","push_subscribe":"unsubscribed","dob":"1990-02-03T00:00:00Z"}`,
			want: `{"first_name":"Ann","last_name":"Lee","home_city":"Bonn","gender":"F","country":"DE",
				"phone":"+4915112345678","email":"ann@shop.example","language":"de","time_zone":"Europe/Berlin",
				"image_url":"https://shop.example/a.png","date_of_first_session":"2024-05-06T07:08:09.000Z",
				"email_subscribe":"opted_in","push_subscribe":"unsubscribed","dob":"1990-02-03"}`,
		},
		{
			name:   "dollar wins over plain",
			attrs:  `{"first_name":"Plain","$FirstName":"Dollar"}`,
			want:   `{"first_name":"Dollar"}`,
			issues: []string{"/user_attributes/first_name superseded"},
		},
		{
			name:   "dollar wins over plain with space",
			attrs:  `{" first_name":"Plain","$FirstName":"Dollar"}`,
			want:   `{"first_name":"Dollar"}`,
			issues: []string{"/user_attributes/ first_name superseded"},
		},
		{
			name:  "names of Braze regard case",
			attrs: `{"Country":"somewhere","Language":"any"}`,
			want:  `{"Country":"somewhere","Language":"any"}`,
		},
		{
			name:   "subscription states are exact",
			attrs:  `{"email_subscribe":"Opted_In","push_subscribe":true}`,
			issues: []string{"/user_attributes/email_subscribe subscription_state_invalid", "/user_attributes/push_subscribe subscription_state_invalid"},
		},
	})
}

func TestCountry(t *testing.T) {
	t.Parallel()
	codesOnly := mapping.AttributeConfig{CountryCodesOnly: true}
	normalize := mapping.AttributeConfig{NormalizeCountry: func(raw string) (string, bool) {
		return "de", raw == "Germany"
	}}
	notCode := []string{"/user_attributes/$Country country_not_a_code"}
	runAttributeCases(t, []attributeCase{
		{name: "alpha 2", attrs: `{"$Country":"de"}`, want: `{"country":"DE"}`},
		{name: "alpha 3", attrs: `{"$Country":"DEU"}`, want: `{"country":"DE"}`},
		{name: "numeric", attrs: `{"$Country":276}`, want: `{"country":"DE"}`},
		{name: "I62 name goes as it is", attrs: `{"$Country":"Germany"}`, want: `{"country":"Germany"}`, issues: notCode},
		{name: "I62 codes only", cfg: codesOnly, attrs: `{"$Country":"Germany"}`, issues: notCode},
		{name: "hook", cfg: normalize, attrs: `{"$Country":"Germany"}`, want: `{"country":"DE"}`},
		{name: "hook does not know", cfg: normalize, attrs: `{"$Country":"Atlantis"}`, want: `{"country":"Atlantis"}`, issues: notCode},
		{name: "empty", attrs: `{"$Country":" "}`, issues: notCode},
	})
}

func TestGender(t *testing.T) {
	t.Parallel()
	cases := []attributeCase{
		{name: "I62 unknown word", attrs: `{"$Gender":"robot"}`, issues: []string{"/user_attributes/$Gender gender_unknown"}},
		{name: "number", attrs: `{"$Gender":1}`, issues: []string{"/user_attributes/$Gender gender_unknown"}},
		{name: "list", attrs: `{"$Gender":["m"]}`, issues: []string{"/user_attributes/$Gender gender_unknown"}},
	}
	for word, code := range map[string]string{
		"m": "M", "MALE": "M", "man": "M", "Boy": "M",
		"F": "F", "Female": "F", "w": "F", "WOMAN": "F", "girl": "F",
		"o": "O", "Other": "O", "n": "N", "NA": "N", "Not Applicable": "N",
		"p": "P", "Prefer not to say": "P", " m ": "M",
	} {
		cases = append(cases, attributeCase{
			name: "I62 word " + word, attrs: `{"$Gender":"` + word + `"}`, want: `{"gender":"` + code + `"}`,
		})
	}
	runAttributeCases(t, cases)
}

func TestPhone(t *testing.T) {
	t.Parallel()
	only := mapping.AttributeConfig{PhoneE164Only: true}
	normalize := mapping.AttributeConfig{NormalizePhone: func(raw, region string) (string, bool) {
		return "+49" + raw[1:], region == "DE" && raw == "015112345678"
	}}
	issue := []string{"/user_attributes/$Mobile phone_not_e164"}
	runAttributeCases(t, []attributeCase{
		{name: "E164", attrs: `{"$Mobile":"+4915112345678"}`, want: `{"phone":"+4915112345678"}`},
		{name: "I61 marks removed", attrs: `{"$Mobile":"+49 (151) 12[3]-45.678"}`, want: `{"phone":"+4915112345678"}`},
		{name: "I61 national goes", attrs: `{"$Mobile":"800-555-1111"}`, want: `{"phone":"8005551111"}`, issues: issue},
		{name: "I61 leading zero goes", attrs: `{"$Mobile":"0151 123"}`, want: `{"phone":"0151123"}`, issues: issue},
		{name: "I61 leading zero, E164 only", cfg: only, attrs: `{"$Mobile":"0151 123"}`, issues: issue},
		{name: "number", attrs: `{"$Mobile":8005551111}`, want: `{"phone":"8005551111"}`, issues: issue},
		{name: "I61 E164 only", cfg: only, attrs: `{"$Mobile":"800-555-1111"}`, issues: issue},
		{name: "hook sees the country", cfg: normalize, attrs: `{"$Mobile":"015112345678","country":"DE"}`, want: `{"phone":"+4915112345678","country":"DE"}`},
		{name: "hook without country", cfg: normalize, attrs: `{"$Mobile":"015112345678"}`, want: `{"phone":"015112345678"}`, issues: issue},
		{name: "empty", attrs: `{"$Mobile":""}`, issues: issue},
	})
}

func TestAgeAndDateOfBirth(t *testing.T) {
	t.Parallel()
	bad := []string{"/user_attributes/$Age age_invalid"}
	runAttributeCases(t, []attributeCase{
		{name: "number", attrs: `{"$Age":36}`, want: `{"dob":"1990-01-01"}`},
		{name: "text", attrs: `{"$Age":"36"}`, want: `{"dob":"1990-01-01"}`},
		{name: "decimals down", attrs: `{"$Age":36.9}`, want: `{"dob":"1990-01-01"}`},
		{name: "zero", attrs: `{"$Age":0}`, want: `{"dob":"2026-01-01"}`},
		{name: "oldest", attrs: `{"$Age":150}`, want: `{"dob":"1876-01-01"}`},
		{name: "too old", attrs: `{"$Age":151}`, issues: bad},
		{name: "too old by a fraction", attrs: `{"$Age":150.5}`, issues: bad},
		{name: "far too old", attrs: `{"$Age":1e300}`, issues: bad},
		{name: "negative", attrs: `{"$Age":-1}`, issues: bad},
		{name: "word", attrs: `{"$Age":"adult"}`, issues: bad},
		{name: "a dob wins", attrs: `{"$Age":36,"dob":"1985-07-08"}`, want: `{"dob":"1985-07-08"}`, issues: []string{"/user_attributes/$Age superseded"}},
		{name: "a bad dob clears nothing", attrs: `{"$Age":36,"dob":"1985-13-08"}`, want: `{"dob":"1990-01-01"}`, issues: []string{"/user_attributes/dob date_invalid"}},
		{name: "a full timestamp", attrs: `{"dob":"1985-07-08 23:00:00"}`, want: `{"dob":"1985-07-08"}`},
		{name: "a timestamp with a zone", attrs: `{"dob":"1985-07-08T23:00:00.000+0100"}`, want: `{"dob":"1985-07-08"}`},
		{name: "no timestamp", attrs: `{"dob":"1985-07-08 or so"}`, issues: []string{"/user_attributes/dob date_invalid"}},
		{name: "a year only", attrs: `{"dob":1985}`, issues: []string{"/user_attributes/dob date_invalid"}},
	})
}
