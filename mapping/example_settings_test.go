package mapping_test

import (
	"fmt"

	"github.com/mpbraze/mpbraze/mapping"
)

// The settings of an existing connection are read by their own names.
func ExampleParseSettings() {
	settings, err := mapping.ParseSettings(map[string]string{
		"externalIdentityType":                     "Other4",
		"bundleCommerceEventData":                  "True",
		"instance":                                 "us-02",
		"ABKDisableAutomaticLocationCollectionKey": "True",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(settings.Config.Identity.ExternalID)
	fmt.Println(settings.Config.Commerce.Form == mapping.CommerceBundled)
	fmt.Println(settings.Instance)
	fmt.Println(settings.NoEffect)
	// Output:
	// other_id_4
	// true
	// US-02
	// [ABKDisableAutomaticLocationCollectionKey]
}

// All that cannot be read is named at once.
func ExampleParseSettings_errors() {
	_, err := mapping.ParseSettings(map[string]string{
		"anonymousUsers":         "drop",
		"forwardScreenViews":     "sometimes",
		"userIdentificationTyp":  "MPID",
		"enableApiTypeDetection": "Both",
	})
	fmt.Println(err)
	// Output:
	// setting "anonymousUsers": not one of its values; accepted: skip, alias
	// setting "forwardScreenViews": not a boolean; accepted: True, False
	// setting "userIdentificationTyp": not a setting of the Braze connection
}

// A file may hold the settings as a JSON object.
func ExampleParseSettingsJSON() {
	settings, err := mapping.ParseSettingsJSON([]byte(`{
		"subscriptionGroupMapping": "[{&quot;map&quot;:&quot;news&quot;,&quot;value&quot;:&quot;0f1e&quot;}]",
		"combinedTrackLimit": 50
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(settings.Config.Attributes.SubscriptionGroups)
	fmt.Println(settings.Caps.Total)
	// Output:
	// map[news:0f1e]
	// 50
}
