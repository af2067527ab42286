package keyweb

import (
	"context"

	"yrkesresan/internal/platform/lang"
)

// wrong is the sentence at a field of the form, or "".
func wrong(ctx context.Context, f keyForm, field string) string {
	if key := f.Wrong[field]; key != "" {
		return lang.T(ctx, key)
	}
	return ""
}
