// Package otelbraze reports what a [braze.Client] and a [braze.Sender] do as
// OpenTelemetry metrics and traces. It is a module of its own, so that the
// library does not depend on OpenTelemetry.
//
//	hooks, err := otelbraze.New(otelbraze.Options{
//		MeterProvider:  otel.GetMeterProvider(),
//		TracerProvider: otel.GetTracerProvider(),
//	})
//	...
//	client, err := braze.New(braze.US01, key, braze.WithHooks(hooks))
//	sender, err := braze.NewSender(client, braze.SenderOptions{})
//	registration, err := otelbraze.ObserveSender(otel.GetMeterProvider(), sender)
//
// # Metrics of a client
//
//	name                           kind       unit       attributes
//	braze.client.attempts          counter    {attempt}  endpoint, status_class, class, fate
//	braze.client.attempt.duration  histogram  s          endpoint, status_class, fate
//	braze.client.repeats           counter    {attempt}  endpoint
//	braze.client.retries           counter    {retry}    endpoint, class
//	braze.client.retry.delay       histogram  s          endpoint
//	braze.client.pause.duration    histogram  s          endpoint
//	braze.client.limiter.wait      histogram  s          endpoint
//
// A repeat is an attempt although an earlier one may have been processed. A
// pause is what Braze's rate limit imposes on everybody who shares it.
//
// # Metrics of a Sender
//
//	name                            kind           unit       attributes
//	braze.sender.objects            counter        {object}   state
//	braze.sender.requests           counter        {request}
//	braze.sender.retries            counter        {retry}
//	braze.sender.ambiguous_resends  counter        {object}
//	braze.sender.coalesced          counter        {object}
//	braze.sender.suppressed         counter        {object}
//	braze.sender.partial_errors     counter        {object}
//	braze.sender.unattributed       counter        {response}
//	braze.sender.bisections         counter        {request}
//	braze.sender.caps_lowered       counter        {event}
//	braze.sender.hot_users          counter        {event}
//	braze.sender.planner_errors     counter        {error}
//	braze.sender.panics             counter        {panic}
//	braze.sender.queue.objects      updowncounter  {object}
//	braze.sender.queue.bytes        updowncounter  By
//	braze.sender.in_flight          updowncounter  {request}
//
// They are the fields of [braze.SenderStats]. Worth an alert is
// braze.sender.ambiguous_resends (in Prometheus
// braze_sender_ambiguous_resends_total): events that Braze may count twice.
//
// # Traces
//
// Each attempt is a client span "braze users/track" with the time on the
// network, without waits. It belongs to the span in the context of the call;
// requests of a Sender carry the objects of many callers and begin traces of
// their own.
//
// # Attributes
//
// All names begin with "braze.". Their values come from short fixed lists: the
// path of an endpoint (users/track), the class of a status (2xx to 5xx, or none
// without an answer), the reason in one word, the fate or state (delivered,
// rejected, not_sent, unknown). Nothing about users, keys or content is
// reported.
package otelbraze
