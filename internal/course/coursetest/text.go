package coursetest

import (
	"fmt"
	"strings"
)

const courseYAML = `id: ID
title: Rena händer
easy_title: Rena händer
kind: lessons
update: major
reviewed: 2026-02-20
validity_months: 24
hours: 0.5
areas: [aldreomsorg, funktionshinder]
tags: [hygien]
evidence_only: false
why: |
  Du rör vid många på ditt pass. Rena händer stoppar **smitta**.
why_easy: |
  Rena händer stoppar smitta.
goals:
  - id: tvatta
    text: Du kan göra rent dina händer på rätt sätt
    form: skill
    kind: skill
  - id: nar
    text: Du vet när du ska sprita
    form: understanding
    kind: theory
laws:
  - title: Socialtjänstlagen
    number: "2025:400"
    date: 2025-07-01
    about: Socialtjänsten ska hålla god kvalitet.
sources:
  - title: Basala hygienrutiner
    publisher: Socialstyrelsen
    date: 2026-01-01
preparation:
  - id: handsprit
    text: Ta reda på var handspriten finns där du jobbar.
    minutes: 5
    reason: Du ska kunna sprita händerna utan att leta.
reflection:
  text: Vad gör du annorlunda nästa arbetspass?
  easy: Vad vill du göra på ett nytt sätt?
`

const dayPreparation = `preparation:
  - id: rutin
    text: Läs rutinen för hygien på din arbetsplats.
    minutes: 15
    reason: Ni pratar om den på kursdagen.
    course: hygien-pa-webben
    url: https://example.se/rutin
`

const dayYAML = `days:
  - id: traning
    title: Vi tränar tillsammans
    easy_title: Träna
    hours: 6
    goals: [tvatta, nar]
    text: Du tränar med andra.
    easy: Du tränar.
  - id: extra
    title: En extra halv dag
    hours: 3
    goals: [tvatta]
    text: Du tränar mer.
    optional: true
` + FollowUpYAML

// FollowUpYAML is the last part of a course with days.
const FollowUpYAML = `follow_up:
  weeks: 6
  text: Hur har du använt det?
  easy: Vad gör du nu?
  done: Du skriver några rader.
`

const lessonOne = `---
id: varfor
title: Varför rena händer?
minutes: 8
goals: [tvatta]
---

## Smitta följer med händerna {#smitta}

Smitta följer med händerna. Du ser den inte. [Läs mer om hygien](https://example.se/a).

::: picture
file: hander.svg
alt: Två händer under en kran
caption: Gnid också mellan fingrarna.
:::

::: word
word: smitta
easy: Bakterier eller virus som går från en person till en annan.
:::

::: facts
title: Bra att veta
text: |
  - Ta av dig ringar.
  - Ha korta naglar.
:::

::: film
file: film.mp4
captions: film.vtt
alt: Någon tvättar sina händer
minutes: 2
:::

## Prova själv {#prova}

::: case
title: Ett vanligt pass
areas:
  aldreomsorg: |
    Du hjälper Karin till bordet.
  funktionshinder: |
    Du hjälper Jonas med jackan.
  all: |
    Du hjälper någon.
:::

::: question
id: nar-sprita
goal: tvatta
kind: single
text: När ska du sprita händerna?
options:
  - text: Före och efter varje kontakt
    right: true
    why: Ja, det stämmer. Då stoppar du smittan åt båda håll.
  - text: Bara när händerna ser smutsiga ut
    why: Inte riktigt. Smitta syns inte.
:::

::: question
id: ordna
goal: tvatta
kind: order
text: I vilken ordning gör du?
items:
  - text: Ta av ringar
    why: Ringar samlar smitta.
  - text: Ta sprit
    why: Sprit tar bort smitta.
  - text: Låt torka
    why: Torra händer håller.
:::
`

const lessonOneEasy = `---
id: varfor
title: Rena händer
---

## Smitta {#smitta}

Smitta finns på händer. Den syns inte.

::: same
file: hander.svg
:::

::: same
file: film.mp4
:::

## Prova {#prova}

::: case
title: En vanlig dag
areas:
  aldreomsorg: |
    Du hjälper Karin.
  all: |
    Du hjälper någon.
:::

::: question
id: nar-sprita
goal: tvatta
kind: single
text: När spritar du?
options:
  - text: Före och efter att du rör någon
    right: true
    why: Ja. Då stoppar du smitta.
  - text: Bara när händer är smutsiga
    why: Inte riktigt. Smitta syns inte.
:::

::: same
id: ordna
:::
`

const lessonTwo = `---
id: sa-gor-du
title: Så gör du rent
minutes: 6
goals: [nar]
---

## Steg för steg {#steg}

Gnid hela handen.

::: discussion
title: Prata med en kollega
text: |
  När är det svårt att hinna?
minutes: 5
:::

::: document
file: lathund.pdf
title: Lathund att skriva ut
:::

::: link
url: https://example.se/vardhandboken
title: Vårdhandboken
text: Mer om hygien.
:::

::: question
id: para
goal: nar
kind: match
text: Vad hör ihop?
pairs:
  - left: Synlig smuts
    right: Tvål och vatten
    why: Tvål tar bort smuts.
  - left: Rena händer
    right: Sprit
    why: Sprit räcker då.
  - left: Magsjuka
    right: Tvål, vatten och sedan sprit
    why: Tvål tar bort viruset bäst.
:::

::: question
id: tank
goal: nar
kind: reflect
text: När är det svårt hos er?
:::
`

// testYAML has four questions on each goal; the first option is right in all.
func testYAML(tries int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "pass: 80\ntries: %d\ndraw: 2\nquestions:\n", tries)
	for _, goal := range []struct{ id, lesson string }{{"tvatta", "varfor"}, {"nar", "sa-gor-du"}} {
		for n := range 4 {
			fmt.Fprintf(&b, "  - id: t-%s-%d\n    goal: %s\n    lesson: %s\n    kind: single\n    text: Vad stämmer om %s %d?\n"+
				"    options:\n      - text: Det här\n        right: true\n        why: Ja, det stämmer.\n      - text: Det där\n        why: Inte riktigt. Läs igen.\n",
				goal.id, n+1, goal.id, goal.lesson, goal.id, n+1)
		}
	}
	return b.String()
}

const externalYAML = `id: ID
title: Demens ABC
easy_title: Demens ABC
kind: external
update: major
reviewed: 2026-02-20
validity_months: 0
hours: 2
areas: [aldreomsorg]
tags: [demens]
why: |
  Du möter personer med demens. Kursen ger dig grunden.
goals:
  - id: grund
    text: Du vet vad demens är
    form: fact
    kind: theory
laws:
  - title: Socialtjänstlagen
    number: "2025:400"
    date: 2025-07-01
    about: Socialtjänsten ska hålla god kvalitet.
sources:
  - title: Demens ABC
    publisher: Svenskt Demenscentrum
external:
  provider: Svenskt Demenscentrum
  url: https://www.example.se/demens-abc
  hours: 2
  report: Du berättar själv när du är klar och lägger till intyget.
`
