package braze

import (
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// parseEndpoint checks the address of Braze. The error says what is wrong and
// never repeats the address: it may hold a password.
func parseEndpoint(raw string, o *options) (url.URL, error) {
	refuse := func(reason string) (url.URL, error) {
		return url.URL{}, &OptionError{Option: "WithEndpoint", Reason: reason}
	}
	if !strings.Contains(raw, "://") {
		raw = "https://" + raw
	}
	u, err := url.Parse(raw)
	if err != nil {
		return refuse("is not a URL")
	}
	host := strings.ToLower(u.Hostname())
	switch {
	case u.User != nil:
		return refuse("has a user name or password")
	case u.RawQuery != "" || u.ForceQuery:
		return refuse("has a query")
	case u.Fragment != "" || strings.Contains(raw, "#"):
		return refuse("has a fragment")
	case u.Path != "" && u.Path != "/":
		return refuse("has a path")
	case u.Opaque != "" || host == "":
		return refuse("has no host")
	case strings.ContainsFunc(host, func(r rune) bool { return r <= ' ' || r > '~' }):
		return refuse("has a host that is not plain ASCII")
	}
	if reason := checkHost(u, host, o); reason != "" {
		return refuse(reason)
	}
	return url.URL{Scheme: u.Scheme, Host: strings.ToLower(u.Host)}, nil
}

// checkHost returns why requests may not go to the host, or "".
func checkHost(u *url.URL, host string, o *options) string {
	if isLoopback(host) {
		switch {
		case !o.loopback:
			return "leads to this machine; tests use WithInsecureLoopback"
		case u.Scheme != "https" && u.Scheme != "http":
			return "must be http or https"
		}
		return ""
	}
	if u.Scheme != "https" {
		return "must be https"
	}
	if ip, err := netip.ParseAddr(host); err == nil && !o.reach().allows(ip) {
		return "is a private address; gateways use WithPrivateNetwork"
	}
	if o.allowed[host] {
		return ""
	}
	if !knownHost(host) {
		return "is not a host of Braze; allow others with WithAllowedHost"
	}
	if port := u.Port(); port != "" && port != "443" {
		return "has a port Braze does not use"
	}
	return ""
}

func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// cleanHost returns a bare host name in lower case, or false.
func cleanHost(host string) (string, bool) {
	host = strings.ToLower(host)
	if host == "" || strings.ContainsAny(host, "/@?#*") {
		return "", false
	}
	if _, _, err := net.SplitHostPort(host); err == nil {
		return "", false
	}
	return strings.Trim(host, "[]"), true
}
