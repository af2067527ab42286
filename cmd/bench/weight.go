package main

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
)

var asset = regexp.MustCompile(`(?:href|src)="(/static/[^"#]+)`)

// weight prints what the browser fetches: first the home page with all it names, then the page alone.
func weight(base string, v *visitor) error {
	page, body, err := v.fetch(base + "/min-resa")
	if err != nil {
		return err
	}
	total, requests := page, 1
	seen := map[string]bool{}
	for _, m := range asset.FindAllStringSubmatch(body, -1) {
		if seen[m[1]] {
			continue
		}
		seen[m[1]] = true
		size, _, err := v.fetch(base + m[1])
		if err != nil {
			return err
		}
		total, requests = total+size, requests+1
	}
	lesson, _, err := v.fetch(base + v.lesson)
	if err != nil {
		return err
	}
	fmt.Printf("first visit: %.1f KB in %d requests; later: home %.1f KB, lesson %.1f KB\n", kb(total), requests, kb(page), kb(lesson))
	return nil
}

func kb(n int) float64 { return float64(n) / 1024 }

// fetch gives the size as sent (compressed) and, of a page, its text.
func (v *visitor) fetch(address string) (int, string, error) {
	r, err := http.NewRequest("GET", address, nil)
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := v.http.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	sent, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != 200 {
		return 0, "", fmt.Errorf("%s: %s %v", address, answer.Status, err)
	}
	if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		return len(sent), "", nil
	}
	plain, err := v.http.Get(address) // without compression, to read the links
	if err != nil {
		return 0, "", err
	}
	defer plain.Body.Close()
	text, err := io.ReadAll(plain.Body)
	return len(sent), string(text), err
}
