package mapping

import (
	"slices"
	"strings"

	"github.com/mpbraze/mpbraze/mparticle"
)

// gates reports whether anything of the batch is forwarded, by
// [BatchConfig].
func (r *run) gates() bool {
	return r.environment() && r.channel() && r.consents()
}

// environment lets production through, and by the settings the others. A
// missing environment is unknown, as in mParticle's schema.
func (r *run) environment() bool {
	env := r.batch.Environment
	if env != mparticle.EnvironmentProduction { // nearly always
		env = mparticle.Environment(strings.ToLower(string(env)))
	}
	if env == "" {
		env = mparticle.EnvironmentUnknown
	}
	r.out.Environment = env

	action, detail := r.cfg.Batch.Unknown, "neither production nor development: not forwarded"
	switch env { //nolint:exhaustive // every other environment is unknown
	case mparticle.EnvironmentProduction:
		return true
	case mparticle.EnvironmentDevelopment:
		action, detail = r.cfg.Batch.Development, "development data: not forwarded"
	}
	switch action {
	case EnvironmentForward:
		return true
	case EnvironmentRoute:
		r.out.Routed = true
		return true
	case EnvironmentDrop:
	}
	at := rootPath("environment")
	r.issue(&at, CodeEnvironment, Info, detail)
	return false
}

// channel lets the channels of the settings through.
func (r *run) channel() bool {
	channels := r.cfg.Batch.Channels
	if len(channels) == 0 {
		return true
	}
	if r.batch.SourceInfo != nil {
		for _, c := range channels {
			if strings.EqualFold(string(c), string(r.batch.SourceInfo.Channel)) {
				return true
			}
		}
	}
	at := rootPath("source_info")
	r.issue(&at, CodeChannel, Info, "from a channel that is not forwarded")
	return false
}

// consents asks for the consent that the settings require.
func (r *run) consents() bool {
	for _, purpose := range r.cfg.Batch.RequireConsent {
		if yes, _ := r.gdpr(purpose); !yes {
			at := rootPath("consent_state")
			r.issue(&at, CodeConsent, Info, "a required consent is absent or refused: nothing is forwarded")
			return false
		}
	}
	return true
}

// problems passes on what the decoder could not read. Whole events are left to
// events, which knows what becomes of them.
func (r *run) problems() {
	for i := range r.batch.Problems {
		problem := &r.batch.Problems[i]
		if isEventPointer(problem.Pointer) {
			continue
		}
		r.out.Issues = append(r.out.Issues, Issue{
			Path:     problem.Pointer,
			Code:     CodeInput,
			Severity: Warning,
			Detail:   "want " + problem.Want + ", got " + problem.Got + ": left out",
		})
	}
}

// unreadable reports whether the member at pointer could not be read, so that
// its field is zero for that reason only.
func (r *run) unreadable(pointer string) bool {
	return slices.ContainsFunc(r.batch.Problems, func(p mparticle.Problem) bool { return p.Pointer == pointer })
}

// isEventPointer reports whether a pointer is of the form /events/7.
func isEventPointer(pointer string) bool {
	index, ok := strings.CutPrefix(pointer, "/events/")
	return ok && !strings.Contains(index, "/")
}
