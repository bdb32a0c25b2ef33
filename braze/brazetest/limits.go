package brazetest

import (
	"net/http"
	"strconv"
	"time"
)

// Limit is a number of requests per window. Windows are aligned to the clock:
// those of 3 seconds begin at :00, :03, :06.
//
// See https://www.braze.com/docs/api/api_limits.
type Limit struct {
	Requests int
	Window   time.Duration
}

// limitClass says which endpoints share a limit.
type limitClass int

const (
	limitTrack limitClass = iota
	limitUsers
	limitExport
)

type limits struct {
	windows [limitExport + 1]window
	hour    window
	mau     bool
}

// window counts the requests of one limit in the window that is running.
type window struct {
	Limit

	start time.Time
	used  int
}

func newLimits(c Config) limits {
	l := limits{
		windows: [...]window{
			limitTrack:  {Limit: c.Limit},
			limitUsers:  {Limit: Limit{20_000, time.Minute}},
			limitExport: {Limit: Limit{250, time.Minute}},
		},
		hour: window{Limit: Limit{c.HourlyLimit, time.Hour}},
		mau:  c.MAUHeaders,
	}
	if c.Limit.Requests < 0 {
		l.windows = [len(l.windows)]window{}
	}
	return l
}

// take counts one request and returns the headers of the window that has the
// least left. A refused request uses up nothing.
func (l *limits) take(class limitClass, now time.Time) (http.Header, bool) {
	tightest := l.windows[class].at(now)
	windows := []*window{tightest}
	if class == limitTrack {
		hour := l.hour.at(now)
		windows = append(windows, hour)
		if hour.limited() && (!tightest.limited() || hour.left() < tightest.left()) {
			tightest = hour
		}
	}
	if !tightest.limited() {
		return nil, true
	}
	if tightest.left() == 0 {
		return l.header(tightest, now, false), false
	}
	for _, w := range windows {
		w.used++
	}
	return l.header(tightest, now, true), true
}

// at moves w on to the window of now.
func (w *window) at(now time.Time) *window {
	if w.limited() {
		if start := now.Truncate(w.Window); !start.Equal(w.start) {
			w.start, w.used = start, 0
		}
	}
	return w
}

func (w *window) limited() bool { return w.Requests > 0 }
func (w *window) left() int     { return max(w.Requests-w.used, 0) }

func (l *limits) header(w *window, now time.Time, ok bool) http.Header {
	reset := w.start.Add(w.Window)
	// Whole seconds, rounded up: who waits that long is past the reset.
	seconds := int((reset.Sub(now) + time.Second - 1) / time.Second)
	h := http.Header{}
	if l.mau && !ok {
		h.Set("X-Ratelimit-Retry-After", strconv.Itoa(seconds))
		return h
	}
	h.Set("X-RateLimit-Limit", strconv.Itoa(w.Requests))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(w.left()))
	if l.mau {
		h.Set("X-RateLimit-Reset", strconv.Itoa(seconds))
	} else {
		h.Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	}
	return h
}
