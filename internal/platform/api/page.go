package api

import (
	"context"
	"encoding/base64"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"yrkesresan/internal/platform/fault"
)

// Paging is how a list is asked for: so many from where the last page ended.
type Paging struct {
	Next  string `query:"next" doc:"Värdet av next i förra svaret. Tomt ger den första sidan."`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"100" doc:"Hur många som ges på en gång."`
}

// Page is a part of a list. Next is "" on the last one.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next" doc:"Ges i next för att få nästa sida. Tomt när listan är slut."`
}

// Of is a page as an answer.
type Of[T any] struct{ Body Page[T] }

// After is the place in the list that next names.
func (p Paging) After() (string, error) {
	b, err := base64.RawURLEncoding.DecodeString(p.Next)
	at, ours := strings.CutPrefix(string(b), mark)
	if p.Next != "" && (err != nil || !ours) {
		return "", ErrNext.On("query.next")
	}
	return at, nil
}

// mark begins every place that was handed out: what merely decodes is no place, and would look like
// the end of the list.
const mark = "efter:"

// Cut makes a page of the items found when one more than limit was asked for; at names an item's
// place in the list.
func Cut[T any](items []T, limit int, at func(T) string) *Of[T] {
	out := &Of[T]{Body: Page[T]{Items: items}}
	if len(items) > limit {
		out.Body.Items = items[:limit]
		out.Body.Next = base64.RawURLEncoding.EncodeToString([]byte(mark + at(items[limit-1])))
	}
	if out.Body.Items == nil {
		out.Body.Items = []T{}
	}
	return out
}

// placed is an item and its place in a list that goes through several employers.
type placed[T any] struct {
	item T
	at   string
}

// Gather makes a page of a list that is kept employer by employer. named is the employer asked about;
// "" goes through all that next tells of, in their order, and passes over those that the key does not
// open and those that are no more.
func Gather[T any](ctx context.Context, p Paging, named string, next func(ctx context.Context, after string) (string, error),
	list func(ctx context.Context, employer, after string, limit int) ([]T, error), id func(T) string) (*Of[T], error) {
	after, err := p.After()
	if err != nil {
		return nil, err
	}
	if named != "" {
		items, err := list(ctx, named, after, p.Limit+1)
		if err != nil {
			return nil, err
		}
		return Cut(items, p.Limit, id), nil
	}
	employer, from, _ := strings.Cut(after, "\n")
	if employer == "" {
		employer, err = next(ctx, "")
	}
	var found []placed[T]
	for err == nil && employer != "" && len(found) <= p.Limit {
		items, wrong := list(ctx, employer, from, p.Limit+1-len(found))
		if f := fault.Of(wrong); wrong != nil && (f == nil || f.Kind != fault.Denied && f.Kind != fault.Missing) {
			return nil, wrong
		}
		for _, it := range items {
			found = append(found, placed[T]{it, employer + "\n" + id(it)})
		}
		from = ""
		employer, err = next(ctx, employer)
	}
	if err != nil {
		return nil, err
	}
	cut := Cut(found, p.Limit, func(f placed[T]) string { return f.at })
	out := &Of[T]{Body: Page[T]{Items: make([]T, len(cut.Body.Items)), Next: cut.Body.Next}}
	for i, f := range cut.Body.Items {
		out.Body.Items[i] = f.item
	}
	return out, nil
}

// Wrong is one thing in a request that cannot be taken, at a place in it.
type Wrong struct{ At, Message string }

// Refuse says that a request cannot be taken, and each reason.
func (s *Service) Refuse(key string, wrong []Wrong) error {
	p := &huma.ErrorModel{Type: typeOf(key), Status: 422, Title: "Unprocessable Entity", Detail: s.Texts.T(key)}
	for _, w := range wrong {
		p.Errors = append(p.Errors, &huma.ErrorDetail{Location: w.At, Message: w.Message})
	}
	return p
}
