package mapping

// attributes maps the user attributes of the batch.
func (*run) attributes() {}
