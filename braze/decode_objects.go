package braze

// UnmarshalJSON reads an attributes object. Members that are neither control
// members nor standard fields are custom attributes; operations among them
// come back as [Increment], [ArrayUpdate] and [ObjectArrayUpdate], numbers as
// [json.Number], other times than those of nested objects as text. An e-mail
// address or phone number is a profile field even when it identifies: see
// [Attributes.Identity].
func (a *Attributes) UnmarshalJSON(b []byte) error {
	return decode(b, func(d *decoder) error { return d.attributes(a) })
}

// UnmarshalJSON reads an event. Unknown members are ignored.
func (e *Event) UnmarshalJSON(b []byte) error {
	return decode(b, func(d *decoder) error { return d.event(e) })
}

// UnmarshalJSON reads a purchase. Unknown members are ignored.
func (p *Purchase) UnmarshalJSON(b []byte) error {
	return decode(b, func(d *decoder) error { return d.purchase(p) })
}

// UnmarshalJSON reads custom attributes, as [Attributes.UnmarshalJSON] does.
func (c *Custom) UnmarshalJSON(b []byte) error {
	return decode(b, func(d *decoder) error {
		*c = Custom{}
		return d.object(func(name string) (err error) {
			(*c)[name], err = d.customValue()
			return err
		})
	})
}

// UnmarshalJSON reads properties, numbers as [json.Number].
func (p *Properties) UnmarshalJSON(b []byte) error {
	return decode(b, func(d *decoder) error { return d.properties(p) })
}

func (d *decoder) attributes(a *Attributes) error {
	*a = Attributes{}
	return d.object(func(name string) error {
		if done, err := d.identity(&a.User, name); done {
			return err
		}
		if done, err := d.control(a, name); done {
			return err
		}
		if f, ok := fieldByName[name]; ok {
			raw, err := d.ReadValue()
			if err != nil {
				return err
			}
			if f.decode(a, raw) != nil {
				return d.mismatch("a value of another type or form")
			}
			return nil
		}
		v, err := d.customValue()
		if a.Custom == nil {
			a.Custom = Custom{}
		}
		a.Custom[name] = v
		return err
	})
}

// identity reads a primary identifier, if name is one.
func (d *decoder) identity(u *UserID, name string) (done bool, err error) {
	switch name {
	case "external_id":
		return true, d.text(&u.ExternalID)
	case "user_alias":
		return true, d.leaf(&u.Alias)
	case "braze_id":
		return true, d.text(&u.BrazeID)
	default:
		return false, nil
	}
}

// control reads a control member of an attributes object, if name is one.
func (d *decoder) control(a *Attributes, name string) (done bool, err error) {
	switch name {
	case "_update_existing_only":
		return true, d.updateExistingOnly(&a.UpdateExistingOnly)
	case "_merge_objects":
		return true, d.leaf(&a.MergeObjects)
	case "push_token_import":
		return true, d.leaf(&a.PushTokenImport)
	case "push_tokens":
		return true, d.leaf(&a.PushTokens)
	case "subscription_groups":
		return true, d.leaf(&a.SubscriptionGroups)
	default:
		return false, nil
	}
}

// updateExistingOnly reads null as absent: there is nothing to remove.
func (d *decoder) updateExistingOnly(to *Opt[bool]) error {
	if err := d.leaf(to); err != nil || to.IsNull() {
		*to = Opt[bool]{}
		return err
	}
	return nil
}

// common reads a member that events and purchases share, if name is one.
func (d *decoder) common(u *UserID, only *Opt[bool], appID *string, name string) (done bool, err error) {
	switch name {
	case "email":
		return true, d.text(&u.Email)
	case "phone":
		return true, d.text(&u.Phone)
	case "_update_existing_only":
		return true, d.updateExistingOnly(only)
	case "app_id":
		return true, d.text(appID)
	default:
		return d.identity(u, name)
	}
}

func (d *decoder) event(e *Event) error {
	*e = Event{}
	return d.object(func(name string) error {
		if done, err := d.common(&e.User, &e.UpdateExistingOnly, &e.AppID, name); done {
			return err
		}
		switch name {
		case "name":
			return d.text(&e.Name)
		case "time":
			return d.time(&e.Time)
		case "properties":
			return d.properties(&e.Properties)
		default:
			return d.SkipValue()
		}
	})
}

func (d *decoder) purchase(p *Purchase) error {
	*p = Purchase{}
	return d.object(func(name string) error {
		if done, err := d.common(&p.User, &p.UpdateExistingOnly, &p.AppID, name); done {
			return err
		}
		switch name {
		case "product_id":
			return d.text(&p.ProductID)
		case "currency":
			return d.text(&p.Currency)
		case "price":
			return d.number(&p.Price)
		case "quantity":
			return d.leaf(&p.Quantity)
		case "time":
			return d.time(&p.Time)
		case "properties":
			return d.properties(&p.Properties)
		default:
			return d.SkipValue()
		}
	})
}

func (d *decoder) properties(p *Properties) error {
	*p = Properties{}
	return d.object(func(name string) (err error) {
		(*p)[name], err = d.value(inProperty)
		return err
	})
}
