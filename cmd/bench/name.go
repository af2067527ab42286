package main

import "strings"

// Names of the bench's people: some are common and most are not, as in a country.
var (
	firstNames = strings.Fields(`Anna Maria Karin Eva Lena Sara Emma Amina Fatima Leila Elin Johanna Sofia Kristina Ingrid Malin Linda Susanne Helena Marie
		Erik Lars Karl Anders Johan Per Mikael Ali Mohamed Hassan Olle Nils Peter Jan Daniel Fredrik Andreas Stefan Oskar Viktor`)
	commonNames = strings.Fields(`Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson`)
	nameBegins  = strings.Fields(`Berg Lind Ström Dal Eng Sten Gran Björk Ek Sjö Ny Öst Väst Norr Sund Löv Hag Äng Ros Skog Kvarn Ås Bäck Alm Asp Lin Hol Ha Fors Klint`)
	nameEnds    = strings.Fields(`berg lund gren kvist ström dahl holm stedt mark qvist ing man lind blad feldt vall hammar stam blom fors`)
)

// nameOf gives a person's name: every third has a common one.
func nameOf(i int) (first, last string) {
	first = firstNames[i*7%len(firstNames)]
	if i%3 == 0 {
		return first, commonNames[i/3%len(commonNames)]
	}
	return first, nameBegins[i%len(nameBegins)] + nameEnds[i/len(nameBegins)%len(nameEnds)]
}
