// Forward reads mParticle batches from files, folders or standard input, maps
// them and sends them to Braze. Without a key in BRAZE_API_KEY it sends to a
// fake Braze inside the program and shows the profiles that came out of it.
//
//	go run ./examples/forward                      # sample batches, fake Braze
//	go run ./examples/forward -explain FILE        # what became of each field
//	go run ./examples/forward -dry-run - < FILE    # the requests as JSON lines
//	BRAZE_API_KEY=... go run ./examples/forward -instance US-01 FOLDER
//
// The sample batches never go to a real Braze.
//
// It exits with 0 when everything was delivered, 1 when something was refused
// or could not be read, 2 on wrong usage.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
	"github.com/mpbraze/mpbraze/delta"
	"github.com/mpbraze/mpbraze/mapping"
	"github.com/mpbraze/mpbraze/mparticle"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Getenv("BRAZE_API_KEY"), os.Stdin, os.Stdout, os.Stderr))
}

// errUsage is for mistakes in the call that have been explained.
var errUsage = errors.New("usage")

// Mistakes on the way to a real Braze.
var (
	errNoKey      = errors.New("-instance is given, but no key in BRAZE_API_KEY")
	errNoInstance = errors.New("BRAZE_API_KEY is set, but no instance: add -instance, such as -instance US-01")
	errNoInput    = errors.New("nothing to send: name files, folders, or - for standard input")
)

func run(ctx context.Context, args []string, key string, in io.Reader, out, errs io.Writer) int {
	f, err := parse(args, key, errs) //nolint:contextcheck // making a client needs none
	if err == nil {
		f.in, f.out, f.errs = in, out, errs
		err = f.forward(ctx)
	}
	switch {
	case err == nil && f.tally.clean():
		return 0
	case errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		return 2
	case err != nil:
		fmt.Fprintln(errs, "forward:", err)
	}
	return 1
}

// forwarder is one run of the program.
type forwarder struct {
	dryRun, explain bool
	inputs          []string
	mapper          *mapping.Mapper
	caps            braze.Caps
	client          *braze.Client
	fake            *brazetest.Server // nil with a real Braze

	in        io.Reader
	out, errs io.Writer
	tally     tally
}

func parse(args []string, key string, errs io.Writer) (*forwarder, error) {
	f := &forwarder{}
	flags := flag.NewFlagSet("forward", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.Usage = func() {
		fmt.Fprintln(errs, "usage: forward [flags] [FILE or FOLDER or - for standard input]...")
		fmt.Fprintln(errs, "Without inputs it reads sample batches, without a key it sends to a fake Braze.")
		flags.PrintDefaults()
	}
	flags.BoolVar(&f.dryRun, "dry-run", false, "print the requests as JSON lines, send nothing")
	flags.BoolVar(&f.explain, "explain", false, "say for each field what became of it, send nothing")
	settingsFile := flags.String("settings", "", "`file` with a connection's settings, a JSON object")
	instance := flags.String("instance", "", "Braze instance such as US-01, with the key in BRAZE_API_KEY")
	if err := flags.Parse(args); err != nil {
		return nil, errors.Join(errUsage, err)
	}
	f.inputs = flags.Args()
	settings, err := readSettings(*settingsFile)
	if err == nil {
		f.mapper, err = mapping.New(settings.Config)
	}
	if err == nil && !f.dryRun && !f.explain {
		if *instance != "" && key == "" {
			err = errNoKey
		} else {
			err = f.connect(cmp.Or(*instance, settings.Instance), key)
		}
	}
	f.caps = settings.Caps
	if err != nil {
		fmt.Fprintln(errs, "forward:", err)
		return nil, errUsage
	}
	return f, nil
}

// connect makes the client: of Braze with a key, else of a fake one.
func (f *forwarder) connect(instance, key string) (err error) {
	if key != "" {
		if instance == "" {
			return errNoInstance
		}
		if len(f.inputs) == 0 {
			return errNoInput
		}
		id, err := braze.ParseInstance(instance)
		if err != nil {
			return err
		}
		f.client, err = braze.New(id, key)
		return err
	}
	f.fake = brazetest.New(brazetest.Config{})
	f.client, err = braze.New(braze.US01, brazetest.Key, braze.WithTransport(f.fake.Transport()))
	return err
}

// forward maps every batch and submits it in the order read. Another goroutine
// collects the outcomes.
func (f *forwarder) forward(ctx context.Context) error {
	if err := f.missing(); err != nil {
		return err
	}
	if f.dryRun || f.explain {
		return f.show()
	}
	memory, err := delta.NewMemory(delta.MemoryOptions{})
	if err != nil {
		return err
	}
	tracker, err := delta.NewInMemory(memory, delta.Config{})
	if err != nil {
		return err
	}
	sender, err := braze.NewSender(f.client, braze.SenderOptions{Caps: f.caps, Planner: tracker})
	if err != nil {
		return err
	}
	collect := f.tally.collect(newProgress(f.errs))
	err = f.read(func(b *mparticle.Batch) error {
		result := f.mapper.Map(b)
		f.tally.mapped(b, &result)
		collect.add(sender.Submit(ctx, result.Track))
		return ctx.Err()
	})
	collect.wait()
	if _, closing := sender.Close(ctx); err == nil {
		err = closing
	}
	f.client.CloseIdleConnections()
	f.report(sender.Stats(), tracker.Stats())
	return err
}
