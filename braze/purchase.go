package braze

import (
	"encoding/json"
	"time"
)

// Purchase is a purchase of one product. Braze keeps the purchase object for
// existing customers only; new ones use the recommended eCommerce events.
//
// See https://www.braze.com/docs/api/objects_filters/purchase_object.
type Purchase struct {
	User  UserID
	AppID string
	// ProductID is at most [MaxProductID] characters. Braze stores 5,000 ids.
	ProductID string
	// Currency is an ISO 4217 code.
	Currency string
	// Price of one unit, as decimal text so that no digit is lost: "19.99".
	// Negative for a refund.
	Price json.Number
	// Quantity from 1 to [MaxQuantity]; 0 means 1. It counts as that many
	// purchases.
	Quantity           int
	Time               time.Time
	Properties         Properties
	UpdateExistingOnly Opt[bool]
}
