package app

import (
	"slices"
	"testing"

	"yrkesresan/internal/platform/page"
)

// A hub with many doors shows them under topics: each of them, and each once.
func TestEveryDoorOfAHubHasItsTopic(t *testing.T) {
	t.Parallel()
	under := map[string]int{}
	for _, topic := range topics() {
		for _, href := range topic.Hrefs {
			under[href]++
		}
	}
	hubs := []page.Hub{page.GroupHub, page.MunicipalityHub, page.RegionHub, page.NationHub}
	led := map[string]bool{}
	for _, d := range doors() {
		led[d.Href] = true
		if n := under[d.Href]; slices.Contains(hubs, d.Hub) && n != 1 {
			t.Errorf("%s on %s stands under %d topics", d.Href, d.Hub, n)
		}
	}
	for href := range under {
		if !led[href] {
			t.Errorf("no door leads to %s", href)
		}
	}
}
