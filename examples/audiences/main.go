// Audiences reads audience messages and writes the memberships to users in
// Braze. Without a key in BRAZE_API_KEY it writes to a fake Braze inside the
// program, in each of mParticle's three ways, and shows what every message
// changes in the profiles.
//
//	go run ./examples/audiences                                   # sample messages, fake Braze
//	go run ./examples/audiences -send-as "Single array attribute" FILE...
//	BRAZE_API_KEY=... go run ./examples/audiences -instance US-01 -send-as "One attribute per segment" FILE...
//
// A file holds JSON values of any channel, one after the other; one from Google
// Cloud Storage must have its own name. The roster is in memory here: give it a
// store that lasts, or what a restart forgets is missing from every string.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
	"github.com/mpbraze/mpbraze/segments"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv("BRAZE_API_KEY"), os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "audiences:", err)
		os.Exit(1)
	}
}

// run is main with its surroundings as arguments.
func run(ctx context.Context, args []string, key string, out io.Writer) error {
	flags := flag.NewFlagSet("audiences", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.Usage = func() {
		fmt.Fprintln(out, "usage: audiences [flags] [FILE]...")
		fmt.Fprintln(out, "Without files it reads sample messages, without a key it writes to a fake Braze.")
		flags.PrintDefaults()
	}
	sendAs := flags.String("send-as", "", "mParticle's setting Send Segments As; needed with a key")
	instance := flags.String("instance", "", "Braze instance such as US-01, with the key in BRAZE_API_KEY")
	if err := flags.Parse(args); err != nil {
		return err
	}
	switch {
	case key == "" && *instance != "":
		return errors.New("-instance is given, but no key in BRAZE_API_KEY")
	case key != "" && flags.NArg() == 0: // the samples never go to a real Braze
		return errors.New("nothing to send: name files with audience messages")
	}
	ways := []string{*sendAs}
	if *sendAs == "" && key == "" {
		ways = segments.SendAsNames()[:3]
	}
	for _, way := range ways {
		p, err := newPipeline(way, *instance, key, out) //nolint:contextcheck // making a client needs none
		if err == nil {
			fmt.Fprintln(out, way)
			err = errors.Join(p.read(ctx, flags.Args()), p.close(ctx))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// pipeline is the way of a message to Braze.
type pipeline struct {
	audiences *mapping.AudienceMapper
	roster    segments.Roster
	client    *braze.Client
	sender    *braze.Sender
	// members of each audience by its id, for audiences that end.
	members map[string][]string
	show    show
}

func newPipeline(sendAs, instance, key string, out io.Writer) (*pipeline, error) {
	p := &pipeline{
		roster:  segments.Roster{Store: new(segments.MemoryStore)},
		members: map[string][]string{},
		show:    show{out: out},
	}
	encoder, err := segments.ParseSendAs(sendAs)
	if err != nil {
		return nil, err
	}
	mapper, err := mapping.New(mapping.Config{})
	if err != nil {
		return nil, err
	}
	p.audiences = mapper.Audiences(encoder)

	var options braze.SenderOptions
	if key == "" {
		p.show.fake = brazetest.New(brazetest.Config{})
		// The fake applies requests at once, Braze within seconds.
		options.SettleTime = -1
		p.client, err = braze.New(braze.US01, brazetest.Key, braze.WithTransport(p.show.fake.Transport()))
	} else {
		p.client, err = newClient(instance, key)
	}
	if err == nil {
		p.sender, err = braze.NewSender(p.client, options)
	}
	return p, err
}

func newClient(instance, key string) (*braze.Client, error) {
	id, err := braze.ParseInstance(instance)
	if err != nil {
		return nil, err
	}
	return braze.New(id, key)
}

func (p *pipeline) close(ctx context.Context) error {
	_, err := p.sender.Close(ctx)
	p.client.CloseIdleConnections()
	return err
}

// handle is what becomes of one message. After an error give the message again:
// it must not be acknowledged before Braze has the memberships.
func (p *pipeline) handle(ctx context.Context, m mparticle.AudienceMessage) error {
	plan := p.audiences.Plan(m.Changes)
	users, err := p.roster.Update(ctx, plan.Changes())
	if snapshot, ok := p.audiences.Snapshot(m.Profile, m.Time); ok && err == nil {
		users, err = p.roster.Replace(ctx, []segments.UserSnapshot{snapshot})
	}
	if s := m.Subscription; s != nil && s.Action == mparticle.AudienceSubscriptionRemove && err == nil {
		audience := mapping.AudienceOf(s.Audience)
		users, err = p.roster.Clear(ctx, audience, m.Time, p.members[audience.ID])
	}
	if err != nil {
		return err
	}
	for _, u := range users {
		for _, a := range u.Current {
			p.members[a.ID] = append(p.members[a.ID], u.User)
		}
	}
	result := plan.Map(users)
	p.show.issues(m.Problems, result.Issues)
	_, err = p.sender.Send(ctx, result.Track)
	return err
}
