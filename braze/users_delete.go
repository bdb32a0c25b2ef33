package braze

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json"
)

const pathDelete = "users/delete"

// DeleteRequest names the profiles to delete: exactly one of the lists, at most
// [MaxIDs] entries.
type DeleteRequest struct {
	ExternalIDs []string
	Aliases     []UserAlias
	BrazeIDs    []string
}

// DeleteResponse is the answer to a deletion.
type DeleteResponse struct {
	// Deleted is how many deletions Braze has queued; -1 if its answer could
	// not be read. They usually take effect within a second.
	Deleted int
}

// DeleteUsers deletes profiles. It cannot be undone. A deprecated external id
// deletes the profile that had it. Deletion is safe to repeat and is retried.
//
// See https://www.braze.com/docs/api/endpoints/user_data/post_user_delete.
func (c *Client) DeleteUsers(ctx context.Context, r DeleteRequest) (*DeleteResponse, error) {
	body, err := r.encode()
	if err != nil {
		return nil, err
	}
	run, err := c.do(ctx, &c.delete, body, contentRepeatable, Counts{})
	if err != nil {
		return nil, err
	}
	var answer struct {
		Deleted rawMember `json:"deleted"`
	}
	response := &DeleteResponse{Deleted: -1}
	if json.Unmarshal(run.last.body, &answer) == nil {
		if n, ok := answer.Deleted.integer(); ok {
			response.Deleted = n
		}
	}
	return response, nil
}

func (r *DeleteRequest) encode() ([]byte, error) {
	kinds := 0
	for _, n := range []int{len(r.ExternalIDs), len(r.Aliases), len(r.BrazeIDs)} {
		if n > 0 {
			kinds++
		}
	}
	if kinds > 1 {
		return nil, fmt.Errorf("%w: a deletion takes one kind of id, not %d", ErrRejected, kinds)
	}
	list := idList{r.ExternalIDs, r.Aliases, r.BrazeIDs}
	if err := list.check(); err != nil {
		return nil, err
	}
	var w objectWriter
	w.texts("external_ids", r.ExternalIDs)
	w.aliases("user_aliases", r.Aliases)
	w.texts("braze_ids", r.BrazeIDs)
	return w.bytes()
}
