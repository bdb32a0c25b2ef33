package braze

import (
	"fmt"
	"slices"
	"strings"
)

// Instance is a cluster of Braze. An account lives on exactly one; a request
// to another is answered 401.
//
// See https://www.braze.com/docs/api/basics#endpoints.
type Instance string

// The instances, as Braze's dashboard names them.
const (
	US01 Instance = "US-01"
	US02 Instance = "US-02"
	US03 Instance = "US-03"
	US04 Instance = "US-04"
	US05 Instance = "US-05"
	US06 Instance = "US-06"
	US07 Instance = "US-07"
	US08 Instance = "US-08"
	US10 Instance = "US-10"
	EU01 Instance = "EU-01"
	EU02 Instance = "EU-02"
	AU01 Instance = "AU-01"
	ID01 Instance = "ID-01"
	JP01 Instance = "JP-01"
	KR01 Instance = "KR-01"
)

// instanceHosts has the REST host of each instance.
var instanceHosts = map[Instance]string{
	US01: "rest.iad-01.braze.com",
	US02: "rest.iad-02.braze.com",
	US03: "rest.iad-03.braze.com",
	US04: "rest.iad-04.braze.com",
	US05: "rest.iad-05.braze.com",
	US06: "rest.iad-06.braze.com",
	US07: "rest.iad-07.braze.com",
	US08: "rest.iad-08.braze.com",
	US10: "rest.us-10.braze.com",
	EU01: "rest.fra-01.braze.eu",
	EU02: "rest.fra-02.braze.eu",
	AU01: "rest.au-01.braze.com",
	ID01: "rest.id-01.braze.com",
	JP01: "rest.jp-01.braze.com",
	KR01: "rest.kr-01.braze.com",
}

// olderHosts are names that older pages of Braze give and that still work.
var olderHosts = []string{"rest.iad-10.braze.com"}

// ParseInstance reads the name of an instance in any case, with or without the
// hyphen: "US-01", "us01", " eu-02 ". The error is [ErrInvalidOption].
func ParseInstance(s string) (Instance, error) {
	compact := strings.ToUpper(strings.Join(strings.Fields(s), ""))
	if compact == "" {
		return "", &OptionError{Option: "Instance", Reason: "is empty; it is a name such as US-01"}
	}
	compact = strings.ReplaceAll(compact, "-", "")
	for instance := range instanceHosts {
		if strings.ReplaceAll(string(instance), "-", "") == compact {
			return instance, nil
		}
	}
	return "", &OptionError{Option: "Instance", Reason: fmt.Sprintf("%.16q is not an instance of Braze", s)}
}

// Endpoint returns the base address of the instance's REST API,
// "https://rest.iad-01.braze.com" for [US01]. It is empty for an instance that
// is not one of the constants.
func (i Instance) Endpoint() string {
	host, ok := instanceHosts[i]
	if !ok {
		return ""
	}
	return "https://" + host
}

// knownHost reports whether host belongs to Braze's list.
func knownHost(host string) bool {
	for _, h := range instanceHosts {
		if h == host {
			return true
		}
	}
	return slices.Contains(olderHosts, host)
}
