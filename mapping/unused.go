package mapping

import (
	"slices"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/mparticle"
)

// unused lists what the batch holds beside what the rules are about. It is no
// part of the issues: it is the same for each batch of a source, and Map would
// say it a million times.
type unused []string

// unused returns it for a batch that was forwarded.
func (r *run) unused() []string {
	if (r.user == braze.UserID{}) {
		return nil
	}
	var u unused
	u.batch(r.batch)
	u.identities(&r.cfg.Identity, r.batch.UserIdentities)
	for i, e := range r.batch.Events {
		if e == nil || e.Common() == nil {
			continue
		}
		event := eventsPath.item(i)
		data := event.at("data")
		u.event(&data, e.Common())
		if e, ok := e.(*mparticle.CommerceEvent); ok {
			u.commerce(&data, e)
		}
	}
	return u
}

// add lists the member key of p when it is there.
func (u *unused) add(there bool, p *path, key string) {
	if there {
		at := p.at(key)
		*u = append(*u, at.String())
	}
}

func (u *unused) batch(b *mparticle.Batch) {
	root := path{index: asText}
	u.add(b.ApplicationInfo != nil, &root, "application_info")
	u.add(b.AttributionInfo != nil, &root, "attribution_info")
	if b.Context != nil && b.Context.Location != nil {
		context := rootPath("context")
		u.add(true, &context, "location")
	}
	u.add(b.DeviceInfo != nil, &root, "device_info")
	u.add(len(b.IntegrationAttributes) > 0, &root, "integration_attributes")
	u.add(b.IP != "", &root, "ip")
	u.add(len(b.PartnerIdentities) > 0, &root, "partner_identities")
	u.add(b.PartnerIdentity != "", &root, "partner_identity")
}

// identities lists those that no setting names.
func (u *unused) identities(cfg *IdentityConfig, ids mparticle.Identities) {
	named := []mparticle.IdentityType{cfg.ExternalID, cfg.Email, mparticle.IdentityFacebook, mparticle.IdentityTwitter}
	if cfg.Anonymous == AnonymousAlias {
		named = append(named, cfg.AliasFrom)
	}
	for _, id := range ids {
		u.add(!slices.Contains(named, id.Type), &identitiesPath, string(id.Type))
	}
}

func (u *unused) event(p *path, c *mparticle.EventCommon) {
	u.add(c.CanonicalName != "", p, "canonical_name")
	u.add(len(c.CustomFlags) > 0, p, "custom_flags")
	u.add(c.DeviceCurrentState != nil, p, "device_current_state")
	u.add(c.LifetimeValueChange != "", p, "lifetime_value_change")
	u.add(c.Location != nil, p, "location")
	u.add(c.PageURL != "", p, "page_url")
	u.add(c.ViewController != "", p, "view_controller")
}

func (u *unused) commerce(p *path, e *mparticle.CommerceEvent) {
	u.add(e.ScreenName != "", p, "screen_name")
	u.add(e.ShoppingCart != nil, p, "shopping_cart")
	if e.ProductAction == nil {
		return
	}
	action := p.at("product_action")
	products := action.at("products")
	for i := range e.ProductAction.Products {
		product := products.item(i)
		u.add(e.ProductAction.Products[i].AddedToCartTimeMS != 0, &product, "added_to_cart_time_ms")
	}
}
