package mapping

// events maps the events of the batch.
func (*run) events() {}

// anonymousTokens imports the push tokens of a user without identity.
func (*run) anonymousTokens() {}
