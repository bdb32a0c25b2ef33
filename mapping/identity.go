package mapping

// identify finds out whom the batch is about.
func (r *run) identify() bool {
	id, ok := r.batch.UserIdentities.Get("customer_id")
	r.user.ExternalID = id
	return ok
}
