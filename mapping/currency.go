package mapping

// currencyCodes lists the ISO 4217 alphabetic codes of money in circulation,
// as of 2026: without ANG, BGN, CUC, HRK, SLL and ZWL, which were withdrawn,
// without fund codes (BOV, CHE, CHW, CLF, COU, MXV, USN, UYI, UYW), metals
// (XAG, XAU, XPD, XPT), units of account (XAD, XDR, XSU, XUA, bonds), the test
// code XTS and "no currency" XXX: nobody pays for an order in those. The order
// is that of the alphabet, each code followed by a space.
//
// The list is our own because golang.org/x/text/currency ends in 2017.
// Source: https://www.six-group.com/en/products-services/financial-information/data-standards.html
const currencyCodes = "" +
	"AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD " +
	"BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP " +
	"ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS " +
	"INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR " +
	"LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN " +
	"NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD " +
	"SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY " +
	"TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER " +
	"ZAR ZMW ZWG "

// currencySet holds each code as a number, for a look-up without allocation.
var currencySet = func() map[[3]byte]struct{} {
	set := make(map[[3]byte]struct{}, len(currencyCodes)/4)
	for i := 0; i+3 < len(currencyCodes); i += 4 {
		set[[3]byte([]byte(currencyCodes[i:i+3]))] = struct{}{}
	}
	return set
}()

// currencyKnown says whether code, in upper case, is money in circulation.
func currencyKnown(code string) bool {
	if len(code) != 3 {
		return false
	}
	_, ok := currencySet[[3]byte{code[0], code[1], code[2]}]
	return ok
}
