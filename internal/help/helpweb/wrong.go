package helpweb

import (
	"context"

	"yrkesresan/internal/platform/lang"
)

// wrong is the sentence at a field, or "".
func wrong(ctx context.Context, f reportForm, field string) string {
	if key := f.Wrong[field]; key != "" {
		return lang.T(ctx, key)
	}
	return ""
}
