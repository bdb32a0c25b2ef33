package delta

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrSecret is the error for a store whose states were made with another
// secret, or by another version of this package. One store serves one
// installation.
var ErrSecret = errors.New("delta: the store belongs to another secret or version")

// installation is the record of a store that says how its other records are
// made. It is read with every access: a process that lost it, or found another
// one, must not go on with records the others do not see.
//
//	byte      version
//	16 bytes  epoch; a new one makes all older records worthless
//	8 bytes   check of the configured secret, or 0
//	32 bytes  the secret, when none is configured
type installation struct {
	record []byte
	core   *Core
}

const (
	installationKey = "delta.installation"
	epochSize       = 16
	ownSize         = 1 + epochSize + 8 + 2*MinSecret
)

// newInstallation makes the record of a new epoch.
func newInstallation(c *Config) []byte {
	b := make([]byte, ownSize)
	_, _ = rand.Read(b) // It never fails.
	b[0] = stateVersion
	check := b[1+epochSize:][:8]
	clear(check)
	if len(c.Secret) > 0 {
		k := newKeys(c.Secret)
		binary.LittleEndian.PutUint64(check, k.check())
		b = b[:1+epochSize+8]
	}
	return b
}

func parseInstallation(c *Config, b []byte) (*installation, error) {
	fresh := newInstallation(c)
	if len(b) != len(fresh) || b[0] != stateVersion || string(b[1+epochSize:][:8]) != string(fresh[1+epochSize:][:8]) {
		return nil, ErrSecret
	}
	secret := append(append([]byte(nil), b[1:1+epochSize]...), c.Secret...)
	if len(c.Secret) == 0 {
		secret = append(secret, b[1+epochSize+8:]...)
	}
	core := newCore(c, newKeys(secret))
	core.names = &core.keys
	return &installation{record: b, core: core}, nil
}

// install reads the installation, or makes one: also in place of an old one
// when renew is set.
func (t *storeTable) install(ctx context.Context, renew bool) (*installation, error) {
	for range maxRounds {
		found, err := t.get(ctx, []string{installationKey})
		if err != nil {
			return nil, err
		}
		if found[0].Version != 0 && !renew {
			return parseInstallation(&t.config, found[0].Value)
		}
		record := newInstallation(&t.config)
		conflicts, err := t.put(ctx, []Versioned{{Key: installationKey, Value: record, Version: found[0].Version}})
		if err != nil {
			return nil, err
		}
		if len(conflicts) == 0 {
			return parseInstallation(&t.config, record)
		}
	}
	return nil, fmt.Errorf("%w: the installation keeps changing", errStore)
}
