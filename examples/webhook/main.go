// Command webhook takes what mParticle's webhook output posts and forwards it
// to Braze. It answers 2xx only when every object of a batch is settled, so
// that mParticle sends again what is not: nothing is kept on disk.
//
//	go run ./examples/webhook
//	head -1 examples/forward/testdata/batches/outbound.ndjson |
//	  curl -H "Authorization: $SECRET" --json @- localhost:8080/mparticle
//
// Without BRAZE_API_KEY it forwards to a fake Braze in memory. The accepted
// values of the Authorization header are in MPARTICLE_WEBHOOK_SECRETS, separated
// by commas: two while one is replaced by the other. TLS is the business of
// the load balancer in front.
//
// See https://docs.mparticle.com/integrations/webhook/event/.
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"

	"github.com/mpbraze/mpbraze/braze"
	"github.com/mpbraze/mpbraze/braze/brazetest"
	"github.com/mpbraze/mpbraze/mapping"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "webhook:", err)
		os.Exit(1)
	}
}

// run is main with its surroundings as arguments. It serves until ctx ends.
func run(ctx context.Context, args []string, getenv func(string) string, out io.Writer) error {
	flags := flag.NewFlagSet("webhook", flag.ContinueOnError)
	flags.SetOutput(out)
	address := flags.String("addr", "127.0.0.1:8080", "address to listen on")
	instance := flags.String("instance", "", "Braze instance, such as US-01; needs BRAZE_API_KEY")
	file := flags.String("settings", "", "JSON file with the settings of the mParticle connection")
	if err := flags.Parse(args); err != nil {
		return err
	}
	settings, err := readSettings(*file)
	if err != nil {
		return err
	}
	mapper, err := mapping.New(settings.Config)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(out, nil))
	if *instance != "" && getenv("BRAZE_API_KEY") == "" {
		return errors.New("-instance is given, but no key in BRAZE_API_KEY")
	}
	client, err := newClient(getenv("BRAZE_API_KEY"), cmp.Or(*instance, settings.Instance), log) //nolint:contextcheck // it calls nobody
	if err != nil {
		return err
	}
	list := getenv("MPARTICLE_WEBHOOK_SECRETS")
	if list == "" && getenv("BRAZE_API_KEY") == "" {
		list = rand.Text()
		fmt.Fprintln(out, "a demonstration with a fake Braze, post with\nAuthorization:", list)
	}
	accepted, err := parseSecrets(list)
	if err != nil {
		return err
	}
	sender, err := braze.NewSender(client, braze.SenderOptions{Caps: settings.Caps, FailWhenFull: true})
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", *address)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "listening on http://%s/mparticle\n", listener.Addr())
	err = serve(ctx, newServer(newWebhook(accepted, mapper, sender, log), log), listener, sender)
	stats := sender.Stats()
	fmt.Fprintf(out, "delivered %d, rejected %d, left to mParticle %d\n",
		stats.Delivered, stats.Rejected, stats.NotSent+stats.Unknown)
	return err
}

// readSettings reads a connection's settings; no file means a fresh connection.
func readSettings(file string) (mapping.Settings, error) {
	if file == "" {
		return mapping.Settings{}, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return mapping.Settings{}, err
	}
	return mapping.ParseSettingsJSON(text)
}

// newClient returns a client of Braze, or of a fake one when there is no key.
func newClient(key, instance string, log *slog.Logger) (*braze.Client, error) {
	if key == "" {
		fake := brazetest.New(brazetest.Config{})
		return braze.New(braze.US01, brazetest.Key, braze.WithTransport(fake.Transport()))
	}
	at, err := braze.ParseInstance(instance)
	if err != nil {
		return nil, err
	}
	return braze.New(at, key, braze.WithLogger(log))
}
