package brazetest

import "github.com/mpbraze/mpbraze/braze"

// The prices below are those of contracts that count data points.
//
// See https://www.braze.com/docs/user_guide/data/data_points.

// eventPoints: Braze's recommended eCommerce events are free.
func eventPoints(name string) int {
	switch name {
	case braze.EventProductViewed, braze.EventCartUpdated, braze.EventCheckoutStarted,
		braze.EventOrderPlaced, braze.EventOrderRefunded, braze.EventOrderCancelled:
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
