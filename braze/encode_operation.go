package braze

// increment appends {"inc":n}.
func (e *encoder) increment(n Increment) {
	e.repeatable = false
	e.buf = append(e.buf, '{')
	e.key("inc")
	e.integer(int64(n))
	e.buf = append(e.buf, '}')
}

func (e *encoder) arrayUpdate(u ArrayUpdate) {
	e.something(len(u.Add) + len(u.Remove))
	e.buf = append(e.buf, '{')
	e.scalars("add", u.Add)
	e.scalars("remove", u.Remove)
	e.buf = append(e.buf, '}')
}

// scalars appends a member that is an array of anything but objects.
func (e *encoder) scalars(name string, list []any) {
	if len(list) == 0 {
		return
	}
	e.enter(name)
	e.key(name)
	e.list(len(list), inCustom, func(i int) { e.scalar(list[i]) })
	e.leave()
}

func (e *encoder) scalar(v any) {
	begin := len(e.buf)
	e.value(v, inCustom)
	if len(e.buf) > begin && (e.buf[begin] == '{' || e.buf[begin] == '[') {
		e.fail(FieldType, "text, a number or a boolean")
	}
}

func (e *encoder) objectArrayUpdate(u ObjectArrayUpdate, merge bool) {
	e.something(len(u.Add) + len(u.Remove) + len(u.Update))
	if len(u.Update) > 0 && !merge {
		e.fail(FieldConflict, "Update needs MergeObjects, or Braze replaces the objects")
	}
	if len(u.Add) > 0 {
		e.repeatable = false
	}
	e.buf = append(e.buf, '{')
	if len(u.Add) > 0 {
		e.enter("$add")
		e.key("$add")
		e.objects(u.Add, inCustom)
		e.leave()
	}
	e.matches("$remove", len(u.Remove), func(i int) { e.match(u.Remove[i]) })
	e.matches("$update", len(u.Update), func(i int) {
		e.match(u.Update[i].ObjectMatch)
		e.enter("$new_object")
		e.key("$new_object")
		e.object(u.Update[i].New, inCustom)
		e.leave()
	})
	e.buf = append(e.buf, '}')
}

// matches appends a member that is an array of objects with the given members.
func (e *encoder) matches(name string, n int, members func(i int)) {
	if n == 0 {
		return
	}
	e.enter(name)
	e.key(name)
	e.list(n, inCustom, func(i int) {
		e.buf = append(e.buf, '{')
		members(i)
		e.buf = append(e.buf, '}')
	})
	e.leave()
}

func (e *encoder) match(m ObjectMatch) {
	e.enter("$identifier_key")
	e.nestedName(m.Key, inNested)
	e.key("$identifier_key")
	e.quote(m.Key)
	e.leave()

	e.enter("$identifier_value")
	e.key("$identifier_value")
	e.scalar(m.Value)
	e.leave()
}

// something refuses an operation that does nothing: it is a mistake, and would
// cost quota.
func (e *encoder) something(n int) {
	if n == 0 {
		e.fail(FieldRequired, "the operation changes nothing")
	}
}
