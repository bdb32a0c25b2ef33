package mparticle

import "encoding/json"

// ApplicationInfo describes the app that sent the batch.
type ApplicationInfo struct {
	Members

	ApplicationName        string
	ApplicationVersion     string
	ApplicationBuildNumber string
	InstallReferrer        string
	Package                string
	// OS is the platform: iOS, Android, MobileWeb, TVOS, Roku, OutOfBand and
	// others, in mParticle's own spelling.
	OS string
	// AppleSearchAdsAttributes by version, then by name.
	AppleSearchAdsAttributes map[string]map[string]string
	SideloadedKitsCount      int64
}

// DeviceInfo describes the device. Strings are empty when unknown; mParticle
// also sends null, 0, "" and all-zero GUIDs for that.
type DeviceInfo struct {
	Members

	Brand                 string
	Product               string
	Device                string
	DeviceManufacturer    string
	DeviceModel           string
	OSVersion             string
	DeviceCountry         string
	LocaleLanguage        string
	LocaleCountry         string
	NetworkCountry        string
	NetworkCarrier        string
	NetworkCode           string
	NetworkMobileCountry  string
	BuildIdentifier       string
	BuildVersionRelease   string
	HTTPHeaderUserAgent   string
	PushToken             string
	CPUArchitecture       string
	RadioAccessTechnology string
	BluetoothVersion      string
	AMPID                 string

	AndroidUUID            string
	AndroidAdvertisingID   string
	IOSAdvertisingID       string
	IOSIDFV                string
	RokuAdvertisingID      string
	RokuPublisherID        string
	MicrosoftAdvertisingID string
	MicrosoftPublisherID   string
	FireAdvertisingID      string

	ScreenHeight int64
	ScreenWidth  int64
	ScreenDPI    int64
	// TimezoneOffset is hours from UTC, perhaps negative or fractional.
	TimezoneOffset json.Number

	IsTablet                       bool
	PushNotificationSoundEnabled   bool
	PushNotificationVibrateEnabled bool
	SupportsTelephony              bool
	HasNFC                         bool
	BluetoothEnabled               bool
	LimitAdTracking                bool
	IsDST                          bool

	// ATTAuthorizationStatus is authorized, denied, not_determined or restricted.
	ATTAuthorizationStatus string
	ATTTimestampUnixtimeMS int64
	// Platform is iOS, Android, web, desktop, tvOS, roku, out_of_band, alexa,
	// smart_tv, fire_tv or xbox. Compare with [strings.EqualFold].
	Platform string
}

// Location is where an event or a batch happened.
type Location struct {
	Members

	// Latitude and Longitude in degrees, Accuracy in metres, as decimal text.
	Latitude    json.Number
	Longitude   json.Number
	Accuracy    json.Number
	CountryCode string
	RegionCode  string
	CityName    string
	PostalCode  string
	DMACode     int64
	// LocationSource is unknown, ip_lookup or lat_long.
	LocationSource string
}

// DeviceState is the state of the device when an event happened. Sizes are in
// bytes.
type DeviceState struct {
	Members

	TimeSinceStartMS int64
	// BatteryLevel is from 0 to 1, or -1 when unknown.
	BatteryLevel             json.Number
	DataConnectionType       string
	DataConnectionTypeDetail string
	// GPSState is true, false or unknown; a boolean in the JSON reads as text.
	GPSState string
	CPU      string

	TotalSystemMemoryUsageBytes     int64
	DiskSpaceFreeBytes              int64
	ExternalDiskSpaceFreeBytes      int64
	SystemMemoryAvailableBytes      int64
	SystemMemoryThresholdBytes      int64
	SystemMemoryLow                 bool
	ApplicationMemoryAvailableBytes int64
	ApplicationMemoryMaxBytes       int64
	ApplicationMemoryTotalBytes     int64

	// DeviceOrientation and StatusBarOrientation are words such as portrait, or
	// an SDK's number as digits.
	DeviceOrientation    string
	StatusBarOrientation string
}
