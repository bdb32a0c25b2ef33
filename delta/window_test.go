package delta_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mpbraze/mpbraze/delta"
	"github.com/mpbraze/mpbraze/segments"
)

// P11: an event counts as delivered only after the acknowledgement.
func TestP11_marked_after_the_acknowledgement(t *testing.T) {
	t.Parallel()
	memory, err := delta.NewWindow(delta.WindowOptions{})
	require.NoError(t, err)
	store, err := delta.NewSharedWindow(&segments.MemoryStore{}, delta.WindowOptions{})
	require.NoError(t, err)
	for name, w := range map[string]*delta.Window{"memory": memory, "store": store} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			keys := []string{
				delta.EventKey(7, "m1", 0), delta.EventKey(7, "m1", 1), delta.EventKey(7, "m2", 0),
				delta.EventKey(0, "", 0), delta.EventKey(7, "m1", 0),
			}
			for range 2 {
				delivered, err := w.Delivered(ctx, keys)
				require.NoError(t, err)
				assert.Equal(t, make([]bool, 5), delivered, "asking marks nothing")
			}
			require.NoError(t, w.Mark(ctx, []string{keys[0], keys[3], keys[0]}))
			require.NoError(t, w.Mark(ctx, keys[:1]), "twice does no harm")
			require.NoError(t, w.Mark(ctx, nil))
			delivered, err := w.Delivered(ctx, keys)
			require.NoError(t, err)
			assert.Equal(t, []bool{true, false, false, false, true}, delivered, "an event without ids is never a duplicate")
			delivered, err = w.Delivered(ctx, nil)
			require.NoError(t, err)
			assert.Empty(t, delivered)
		})
	}
}

func TestP11_the_window_is_bounded(t *testing.T) {
	t.Parallel()
	w, err := delta.NewWindow(delta.WindowOptions{Size: 10})
	require.NoError(t, err)
	key := func(i int) string { return delta.EventKey(int64(i+1), "", 0) }
	remembered := 0
	for i := range 100 {
		require.NoError(t, w.Mark(t.Context(), []string{key(i)}))
	}
	for i := range 100 {
		delivered, err := w.Delivered(t.Context(), []string{key(i)})
		require.NoError(t, err)
		if delivered[0] {
			remembered++
		}
		assert.True(t, delivered[0] || i < 90, "event %d of the last ten", i)
	}
	assert.LessOrEqual(t, remembered, 20)
}

func TestP11_store_fails(t *testing.T) {
	t.Parallel()
	store := &faultyStore{}
	store.set(fail, fail)
	w, err := delta.NewSharedWindow(store, delta.WindowOptions{Secret: []byte("0123456789abcdef")})
	require.NoError(t, err)
	delivered, err := w.Delivered(t.Context(), []string{"a"})
	require.ErrorIs(t, err, errBroken)
	assert.Equal(t, []bool{false}, delivered)
	require.ErrorIs(t, w.Mark(t.Context(), []string{"a"}), errBroken)

	_, err = delta.NewWindow(delta.WindowOptions{Size: -1})
	require.ErrorIs(t, err, delta.ErrConfig)
	_, err = delta.NewWindow(delta.WindowOptions{Secret: []byte("short")})
	require.ErrorIs(t, err, delta.ErrConfig)
}

// mParticle delivers a batch a second time, with one new event.
func ExampleWindow() {
	window, err := delta.NewWindow(delta.WindowOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	for _, ids := range [][]int64{{1, 2}, {1, 2, 3}} {
		var keys []string
		for _, id := range ids {
			keys = append(keys, delta.EventKey(id, "", 0))
		}
		delivered, err := window.Delivered(ctx, keys)
		if err != nil {
			fmt.Println(err)
		}
		for i, id := range ids {
			if !delivered[i] {
				fmt.Println("send", id)
			}
		}
		// Here Braze acknowledges.
		if err := window.Mark(ctx, keys); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// send 1
	// send 2
	// send 3
}
