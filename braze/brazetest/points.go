package brazetest

// The prices below are those of contracts that count data points.
//
// See https://www.braze.com/docs/user_guide/data/data_points.

// recommendedEvents are Braze's eCommerce events, which are free.
var recommendedEvents = map[string]bool{
	"ecommerce.product_viewed":   true,
	"ecommerce.cart_updated":     true,
	"ecommerce.checkout_started": true,
	"ecommerce.order_placed":     true,
	"ecommerce.order_refunded":   true,
	"ecommerce.order_cancelled":  true,
}

func eventPoints(name string) int {
	if recommendedEvents[name] {
		return 0
	}
	return 1
}

// nestedPoints counts the values in an object, or in the objects of an array,
// at all levels. Each costs a data point; the least is 1.
func nestedPoints(value any) int {
	points := 0
	switch v := value.(type) {
	case map[string]any:
		for _, member := range v {
			points += nestedPoints(member)
		}
	case []any:
		for _, item := range v {
			if object, ok := item.(map[string]any); ok {
				points += nestedPoints(object)
			}
		}
	}
	return max(points, 1)
}
