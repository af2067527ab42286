package api

import (
	"encoding/base64"

	"github.com/danielgtaylor/huma/v2"
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
	if err != nil {
		return "", ErrNext.On("query.next")
	}
	return string(b), nil
}

// Cut makes a page of the items found when one more than limit was asked for; at names an item's
// place in the list.
func Cut[T any](items []T, limit int, at func(T) string) *Of[T] {
	out := &Of[T]{Body: Page[T]{Items: items}}
	if len(items) > limit {
		out.Body.Items = items[:limit]
		out.Body.Next = base64.RawURLEncoding.EncodeToString([]byte(at(items[limit-1])))
	}
	if out.Body.Items == nil {
		out.Body.Items = []T{}
	}
	return out
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
