package certificateweb

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/certificate"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
)

// hours writes 1.5 as "1 timme och 30 minuter".
func hours(c *lang.Catalog, h float64) string { return c.Duration(int(h*60 + 0.5)) }

func sortByEnd(list []certificate.Certificate) {
	slices.SortFunc(list, func(a, b certificate.Certificate) int { return strings.Compare(a.ValidUntil, b.ValidUntil) })
}

// over is the line above a certificate's title: when it was earned, or that it is gone.
func over(ctx context.Context, c ownCard) string {
	if c.RevokedAt != nil {
		return lang.T(ctx, "certificate.over_revoked", "date", *c.RevokedAt)
	}
	return lang.T(ctx, "certificate.over_done", "date", c.IssuedAt)
}

// ownFacts are the lines of a certificate on the holder's page.
func ownFacts(ctx context.Context, c ownCard, on string) []ui.Fact {
	texts := lang.From(ctx)
	var list []ui.Fact
	switch {
	case c.RevokedAt != nil:
		list = append(list, ui.Fact{Term: texts.T("certificate.done"), Text: texts.Date(c.IssuedAt)})
	case c.ValidUntil == "":
		list = append(list, ui.Fact{Term: texts.T("certificate.validity"), Text: texts.T("certificate.for_ever")})
	case c.Expired(on):
		list = append(list, ui.Fact{Term: texts.T("certificate.valid_until_past"), Text: texts.DateOf(c.ValidUntil)})
	default:
		list = append(list, ui.Fact{Term: texts.T("certificate.valid_until"), Text: texts.DateOf(c.ValidUntil)})
	}
	return append(list, ui.Fact{Term: texts.T("certificate.code"), Text: c.Code})
}

// publicFacts are what anyone with the code reads.
func publicFacts(ctx context.Context, v certificate.Verified) []ui.Fact {
	texts := lang.From(ctx)
	list := []ui.Fact{{Term: texts.T("certificate.course"), Text: v.Title}}
	if v.Name != "" {
		list = append(list, ui.Fact{Term: texts.T("certificate.name"), Text: v.Name})
	}
	list = append(list, ui.Fact{Term: texts.T("certificate.done"), Text: texts.DateOf(v.Issued)})
	switch {
	case v.RevokedAt != nil:
		list = append(list, ui.Fact{Term: texts.T("certificate.revoked_on"), Text: texts.Date(*v.RevokedAt)})
	case v.ValidUntil == "":
		list = append(list, ui.Fact{Term: texts.T("certificate.validity"), Text: texts.T("certificate.for_ever")})
	case v.Expired:
		list = append(list, ui.Fact{Term: texts.T("certificate.valid_until_past"), Text: texts.DateOf(v.ValidUntil)})
	default:
		list = append(list, ui.Fact{Term: texts.T("certificate.valid_until"), Text: texts.DateOf(v.ValidUntil)})
	}
	if v.Hours > 0 {
		list = append(list, ui.Fact{Term: texts.T("certificate.hours"), Text: hours(texts, v.Hours)})
	}
	return append(list, ui.Fact{Term: texts.T("certificate.version"), Text: strconv.FormatInt(v.Version, 10)},
		ui.Fact{Term: texts.T("certificate.code"), Text: v.Code})
}

// wrong is the sentence at a field, or "".
func wrong(ctx context.Context, all map[string]string, field string) string {
	if key := all[field]; key != "" {
		return lang.T(ctx, key)
	}
	return ""
}
