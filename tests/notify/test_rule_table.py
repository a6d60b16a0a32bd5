"""What does each rule find, what does it leave alone, and what does it tell the reader?

Every rule of rules.toml has a row: a change that it finds, with the sentence for the reader,
and a near miss, which it must leave alone.
"""

from dataclasses import dataclass

import pytest

from archive.front_matter import Level
from archive.redlines import compare
from archive.rendering import render
from notify.assessment import Assessment, assess
from notify.rules import load_rules
from tests.notify.changes import a_redline

RULES = load_rules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rule: the words before and after, what is told, and words that only look alike."""

    rule: str
    heading: str = ""
    change: tuple[str, str]
    told: str
    near: tuple[str, str]
    near_heading: str = ""


ROWS = (
    Row(
        rule="minimum-age-higher",
        change=("You must be at least 13 years old.", "You must be at least 16 years old."),
        told="You must be at least 16 years old instead of at least 13 years old.",
        near=("We were founded 13 years ago.", "We were founded 14 years ago."),
    ),
    Row(
        rule="readers-deadline-shorter",
        change=(
            "You can export your messages within 60 days.",
            "You can export your messages within 30 days.",
        ),
        told="You can export your messages within 30 days instead of 60 days.",
        near=(
            "You can export your messages within two weeks.",
            "You can export your messages within 14 days.",
        ),
    ),
    Row(
        rule="readers-notice-longer",
        change=("You must give us 10 days of notice.", "You must give us 30 days of notice."),
        told="You must give us 30 days instead of 10 days of notice.",
        near=("We give you 10 days of notice.", "We give you 30 days of notice."),
    ),
    Row(
        rule="notice-period-shorter",
        change=("We notify you 30 days before a change.", "We notify you 14 days before a change."),
        told="We notify you 14 days instead of 30 days before a change.",
        near=(
            "We notify you four weeks before a change.",
            "We notify you 28 days before a change.",
        ),
    ),
    Row(
        rule="our-deadline-longer",
        change=("We respond to requests in 30 days.", "We respond to requests in 45 days."),
        told="We respond to requests in 45 days instead of 30 days.",
        near=("We respond to requests in 30 days.", "We respond to every request in 30 days."),
    ),
    Row(
        rule="retention-longer",
        change=("Voice recordings are kept 30 days.", "Voice recordings are kept 90 days."),
        told="Voice recordings are kept 90 days instead of 30 days.",
        near=("Voice recordings are kept 1 day.", "Voice recordings are kept 24 hours."),
    ),
    Row(
        rule="uptime-lower",
        change=(
            "We guarantee an uptime of 99.9% each month.",
            "We guarantee an uptime of 99% each month.",
        ),
        told="We guarantee an uptime of 99% instead of 99.9% each month.",
        near=(
            "We guarantee an uptime of 99.9% each month.",
            "We guarantee an uptime of 99.9 percent each month.",
        ),
    ),
    Row(
        rule="liability-cap-lower",
        change=("Our liability does not exceed $500.", "Our liability does not exceed $100."),
        told="Our liability does not exceed $100 instead of $500.",
        near=("Our liability does not exceed $500.", "Our liability does not exceed 500 dollars."),
    ),
    Row(
        rule="reward-lower",
        change=("We pay a reward of $500 for a report.", "We pay a reward of $100 for a report."),
        told="We pay a reward of $100 instead of $500 for a report.",
        near=("We pay a reward of $500 for a report.", "We pay a reward of $1,000 for a report."),
    ),
    Row(
        rule="price-higher",
        change=("Our backup costs $3 each month.", "Our backup costs $4 each month."),
        told="Our backup costs $4 instead of $3 each month.",
        near=("Our backup costs $4 each month.", "Our backup costs $3 each month."),
    ),
    Row(
        rule="fee-higher",
        change=("A second box is $3 more.", "A second box is $4 more."),
        told="A second box is $4 instead of $3 more.",
        near=("Second box $3", "Second box $4"),
    ),
    Row(
        rule="commitment-longer",
        change=(
            "The contract has a minimum term of 3 months.",
            "The contract has a minimum term of one year.",
        ),
        told="The contract has a minimum term of one year instead of 3 months.",
        near=(
            "The contract has a minimum term of 12 months.",
            "The contract has a minimum term of one year.",
        ),
    ),
    Row(
        rule="commission-higher",
        change=("A fee of 10% is due on each sale.", "A fee of 15% is due on each sale."),
        told="A fee of 15% instead of 10% is due on each sale.",
        near=("We won 10% of all races.", "We won 15% of all races."),
    ),
    Row(
        rule="readers-liability-higher",
        change=("You are liable for up to €50.", "You are liable for up to €150."),
        told="You are liable for up to €150 instead of €50.",
        near=("We are liable for up to €50.", "We are liable for up to €150."),
    ),
    Row(
        rule="allowance-lower",
        change=("Each plan includes 10 GB of space.", "Each plan includes 5 GB of space."),
        told="Each plan includes 5 GB instead of 10 GB of space.",
        near=("Each plan includes 1 GB of space.", "Each plan includes 1000 MB of space."),
    ),
    Row(
        rule="condition-added",
        change=(
            "You can close your account at any time.",
            "You can close your account with 30 days' notice.",
        ),
        told='What readers may do has a new condition ("with 30 days\' notice"): "You can close your account with 30 days\' notice".',
        near=(
            "You can close your account.",
            "You can close your account if you like.",
        ),
    ),
    Row(
        rule="condition-dropped",
        change=(
            "You can pause delivery in writing.",
            "You can pause delivery.",
        ),
        told='A condition on what readers may do was taken out ("in writing"): "You can pause delivery in writing".',
        near=("We confirm this in writing.", "We confirm this."),
    ),
    Row(
        rule="ease-dropped",
        change=("You can pause delivery at any time.", "You can pause delivery."),
        told='What made a right easy to use was taken out ("at any time"): "You can pause delivery at any time".',
        near=("You can pause delivery at any time.", "At any time you can pause delivery."),
    ),
    Row(
        rule="retention-open",
        change=("Calls are kept for 90 days.", "Calls are kept indefinitely."),
        told='How long data is kept is no longer limited in time ("indefinitely"): "Calls are kept indefinitely".',
        near=("You must keep the key 90 days.", "You must keep the key as long as you live."),
    ),
    Row(
        rule="share-higher",
        change=("We keep 10% of each sale.", "We keep 15% of each sale."),
        told="We keep 15% instead of 10% of each sale.",
        near=("Sale 10%", "Sale 15%"),
    ),
    Row(
        rule="period-longer",
        change=(
            "The season lasts 10 days and it is fun.",
            "The season lasts 12 days and it is fun.",
        ),
        told="The season lasts 12 days instead of 10 days and it is fun.",
        near=("Open 10 days", "Open 12 days"),
    ),
    Row(
        rule="promise-weakened",
        change=(
            "We will not share your contacts with advertisers.",
            "We may share your contacts with advertisers.",
        ),
        told='A promise not to do something became a possibility: "We may share your contacts with advertisers" instead of "We will not share your contacts with advertisers".',
        near=(
            "We will not share your contacts with advertisers.",
            "We do not share your contacts with advertisers.",
        ),
    ),
    Row(
        rule="commitment-weakened",
        change=("We will answer your complaint.", "We may answer your complaint."),
        told='What was a commitment is now only possible: "We may answer your complaint" instead of "We will answer your complaint".',
        near=("We shall answer your complaint.", "We will answer your complaint."),
    ),
    Row(
        rule="power-firmer",
        change=(
            "We may use your messages to find spam.",
            "We will use your messages to find spam.",
        ),
        told='What was only possible now happens: "We will use your messages to find spam" instead of "We may use your messages to find spam".',
        near=("We may send a parcel.", "We will send a parcel."),
    ),
    Row(
        rule="permission-to-duty",
        change=("You may add a phone number.", "You must add a phone number."),
        told='What readers could choose they must now do: "You must add a phone number" instead of "You may add a phone number".',
        near=("You must add a phone number.", "You need to add a phone number."),
    ),
    Row(
        rule="permission-to-ban",
        change=("You may copy the texts.", "You may not copy the texts."),
        told='What readers were allowed to do is now forbidden: "You may not copy the texts" instead of "You may copy the texts".',
        near=("You cannot copy the texts.", "You may not copy the texts."),
    ),
    Row(
        rule="duty-to-permission",
        change=("You must add a phone number.", "You may add a phone number."),
        told='What readers had to do, or must not do, is now their choice: "You may add a phone number" instead of "You must add a phone number".',
        near=("You may add a phone number.", "You can add a phone number."),
    ),
    Row(
        rule="negation-added",
        change=("Backups are part of the service.", "Backups are not part of the service."),
        told='A "not" came into the text: "Backups are not part of the service".',
        near=("The list includes names.", "The list includes but is not limited to names."),
    ),
    Row(
        rule="negation-dropped",
        change=("Backups are not part of the service.", "Backups are part of the service."),
        told='A "not" was taken out of the text: "Backups are not part of the service".',
        near=("Backups are never late.", "Backups are not ever late."),
    ),
    Row(
        rule="our-promise-added",
        change=("", "We will never sell your messages."),
        told='A promise was added: "We will never sell your messages".',
        near=("", "We don't tolerate harassment."),
    ),
    Row(
        rule="our-promise-dropped",
        change=("We will never sell your messages.", ""),
        told='A promise was taken out: "We will never sell your messages".',
        near=("We don't tolerate harassment.", ""),
    ),
    Row(
        rule="our-power-added",
        change=("", "We may suspend an account at any time."),
        told='The text now lets us do more: "We may suspend an account at any time".',
        near=("", "You may suspend an account at any time."),
    ),
    Row(
        rule="our-power-dropped",
        change=("We may suspend an account in our sole discretion.", ""),
        told='The text no longer lets us do this: "We may suspend an account in our sole discretion".',
        near=("You may suspend an account at any time.", ""),
    ),
    Row(
        rule="duty-added",
        change=("", "You are solely responsible for your store."),
        told='Readers have a new duty or ban: "You are solely responsible for your store".',
        near=("", "If you must write by post, allow two weeks."),
    ),
    Row(
        rule="duty-dropped",
        change=("You may not resell the service.", ""),
        told='A duty or ban was taken out: "You may not resell the service".',
        near=("We may resell the service.", ""),
    ),
    Row(
        rule="right-dropped",
        change=("You can opt out of these messages.", ""),
        told='A right or choice was taken out: "You can opt out of these messages".',
        near=("You can opt out of these messages.", "You may opt out of these messages."),
    ),
    Row(
        rule="right-added",
        change=("", "You have the right to lodge a complaint."),
        told='A right or choice was added: "You have the right to lodge a complaint".',
        near=("", "We reserve the right to lodge a complaint."),
    ),
    Row(
        rule="legal-right-named",
        change=("", "You may file a complaint with your data protection authority."),
        told='The text now says where readers may complain: "You may file a complaint with your data protection authority".',
        near=("", "Write to your town's authority about parking."),
    ),
    Row(
        rule="permission-dropped",
        change=("Tools for security research are accepted.", ""),
        told='What was allowed is no longer said to be: "Tools for security research are accepted".',
        near=("Tools for security research are sold in our shop.", ""),
    ),
    Row(
        rule="service-ended",
        change=("", "We are not currently accepting requests to move a number."),
        told='What readers could ask for is no longer there: "We are not currently accepting requests to move a number".',
        near=("", "We are accepting requests to move a number."),
    ),
    Row(
        rule="authority-added",
        change=("We share your number with staff.", "We share your number with the police."),
        told="Authorities are named as receiving data: police.",
        near=("", "The police station is next to our shop."),
    ),
    Row(
        rule="data-added",
        change=("We collect your name.", "We collect your name and your phone number."),
        told="More personal data is named as collected: phone number.",
        near=("You can call our phone.", "You can call our phone number."),
    ),
    Row(
        rule="data-dropped",
        change=("We collect your name and your phone number.", "We collect your name."),
        told="Personal data is no longer named as collected: phone number.",
        near=("Call our phone number.", "Call our phone."),
    ),
    Row(
        rule="sensitive-data-added",
        change=("We process your photo.", "We process your photo and biometric templates."),
        told="A sensitive kind of personal data is named: biometric.",
        near=(
            "We forbid harassment about age in data sets.",
            "We forbid harassment about age or religion in data sets.",
        ),
    ),
    Row(
        rule="purpose-added",
        change=(
            "We use your messages to deliver them.",
            "We use your messages to deliver them and for market research.",
        ),
        told="A purpose is named that was not: market research.",
        near=("We work hard.", "We work hard in research."),
    ),
    Row(
        rule="purpose-needing-consent-added",
        change=("", "We use your location for targeted advertising."),
        told="Personal data is to be used for a new purpose: targeted advertising.",
        near=("", "We do not use your location for targeted advertising."),
    ),
    Row(
        rule="purpose-dropped",
        change=("We use cookies for analytics.", "We use cookies."),
        told="A purpose is no longer named: analytics.",
        near=("Our analytics team is small.", "Our team is small."),
    ),
    Row(
        rule="recipient-added",
        change=(
            "We share your number with staff.",
            "We share your number with staff and contractors.",
        ),
        told="Others are named as receiving data: contractors.",
        near=(
            "We do not share your number with staff.",
            "We do not share your number with staff or contractors.",
        ),
    ),
    Row(
        rule="other-party-added",
        change=(
            "We share your number with affiliates.",
            "We share your number with affiliates and advertisers.",
        ),
        told="Others, who may have purposes of their own, are named as receiving data: advertisers.",
        near=(
            "We do not share your number with affiliates.",
            "We do not share your number with affiliates or advertisers.",
        ),
    ),
    Row(
        rule="recipient-dropped",
        change=(
            "We share your number with affiliates and advertisers.",
            "We share your number with affiliates.",
        ),
        told="Others are no longer named as receiving data: advertisers.",
        near=("Sponsors paid for the building.", ""),
    ),
    Row(
        rule="sale-added",
        change=("", "We may sell your browsing history."),
        told="Personal data may go to others for their own purposes: may sell.",
        near=("", "We do not sell your browsing history."),
    ),
    Row(
        rule="transfer-added",
        change=(
            "We transfer data under contracts.",
            "We transfer data under standard contractual clauses.",
        ),
        told="Where data goes, or what protects it there, changed: standard contractual clauses came in.",
        near=("", "Our Swiss office is open again."),
    ),
    Row(
        rule="transfer-dropped",
        change=("We transfer data under the Privacy Shield.", "We transfer data."),
        told="Where data goes, or what protects it there, changed: Privacy Shield went out.",
        near=("Our Swiss office is open again.", ""),
    ),
    Row(
        rule="advertiser-listed",
        heading="Advertising partners",
        change=("", "Example Ads Ltd."),
        told="A company that shows or measures advertisements was added to the list: Example Ads Ltd.",
        near=("", "You can read their policies."),
        near_heading="Advertising partners",
    ),
    Row(
        rule="recipient-listed",
        heading="Sub-processors",
        change=("", "Example Cloud, hosting, Ireland"),
        told="A company that receives data was added to the list: Example Cloud, hosting, Ireland.",
        near=("", "Example Cloud, hosting, Ireland"),
        near_heading="Opening hours",
    ),
    Row(
        rule="processor-named",
        change=("", "Our team uses Examplechat for internal communication."),
        told='Another company is named as doing work with data: "Our team uses Examplechat for internal communication".',
        near=("", "You use Examplechat for internal communication."),
    ),
    Row(
        rule="recipient-unlisted",
        heading="Sub-processors",
        change=("Example Cloud, hosting, Ireland", ""),
        told="A company was taken off the list of those who receive data: Example Cloud, hosting, Ireland.",
        near=("Example Cloud, hosting, Ireland", ""),
        near_heading="Opening hours",
    ),
    Row(
        rule="security-dropped",
        change=("Messages are encrypted on our servers.", "Messages are stored on our servers."),
        told="A security commitment was taken out: encrypted.",
        near=("Messages are encrypted on our servers.", "Messages on our servers are encrypted."),
    ),
    Row(
        rule="security-added",
        change=("Our service stores messages.", "Our service stores messages and encrypts them."),
        told="A security commitment was added: encrypts.",
        near=("", "Encryption is a branch of mathematics."),
    ),
    Row(
        rule="money-added",
        change=("", "Payments are non-refundable."),
        told='Readers may have to pay, or get less back: "Payments are non-refundable".',
        near=("", "Payments are welcome."),
    ),
    Row(
        rule="money-dropped",
        change=("You get a full refund.", ""),
        told="Money or credit that readers could get is no longer named: refund.",
        near=("Payments are non-refundable.", ""),
    ),
    Row(
        rule="money-eased",
        change=("Payments are non-refundable.", ""),
        told="A cost is no longer named: non-refundable.",
        near=("You get a full refund.", ""),
    ),
    Row(
        rule="money-gained",
        change=("", "You receive a refund."),
        told='Readers can get money or credit: "You receive a refund".',
        near=("", "Payments are non-refundable."),
    ),
    Row(
        rule="recourse-reduced",
        change=("", "The service is provided as is."),
        told='Recourse against us became less, or readers answer for more: "The service is provided as is".',
        near=("", "The service is provided as a download."),
    ),
    Row(
        rule="recourse-gained",
        change=("The service is provided as is.", ""),
        told='A limit of our responsibility was taken out: "The service is provided as is".',
        near=("The service is provided as a download.", ""),
    ),
    Row(
        rule="disputes-added",
        change=("", "Every dispute goes to binding arbitration."),
        told='How disputes are settled changed: "Every dispute goes to binding arbitration".',
        near=("", "Dogs bark at the jury trial of a novel."),
    ),
    Row(
        rule="disputes-dropped",
        change=("Every dispute goes to binding arbitration.", ""),
        told='How disputes are settled changed; this was taken out: "Every dispute goes to binding arbitration".',
        near=("Every dispute goes to our team.", ""),
    ),
    Row(
        rule="licence-added",
        change=(
            "You grant us a licence to show your photo.",
            "You grant us a perpetual licence to show your photo.",
        ),
        told="The licence over readers' content became wider: perpetual.",
        near=(
            "You need a licence to show your photo.",
            "You need a driving licence to show your photo.",
        ),
    ),
    Row(
        rule="licence-dropped",
        change=("You own your photos.", "Photos are shown."),
        told="The licence over readers' content changed; this was taken out: You own.",
        near=("Our licence plate is blue.", "Our plate is blue."),
    ),
    Row(
        rule="party-changed",
        change=(
            "You contract with Example One Inc. for the service.",
            "You contract with Example Two Ltd. for the service.",
        ),
        told='The company readers deal with changed: "You contract with Example Two Ltd. for the service" instead of "You contract with Example One Inc. for the service".',
        near=(
            "Trademarks of Example One Inc. are listed.",
            "Trademarks of Example Two Ltd. are listed.",
        ),
    ),
    Row(
        rule="party-named",
        change=("", "Your agreement is with Example Two Ltd."),
        told='Who readers deal with is stated anew: "Your agreement is with Example Two Ltd".',
        near=("", "Your journey is with Example Two Ltd."),
    ),
    Row(
        rule="party-unnamed",
        change=("The site is owned and operated by Example One Inc.", ""),
        told='Who readers deal with is no longer stated: "The site is owned and operated by Example One Inc".',
        near=("The site was drawn by Example One Inc.", ""),
    ),
    Row(
        rule="transfer-of-control",
        change=("", "In a merger your data goes to the buyer."),
        told="Who holds the data or the contract may change: merger.",
        near=("", "In an emergency your data goes to the police."),
    ),
    Row(
        rule="limit-dropped",
        change=(
            "We use your number only to connect calls.",
            "We use your number to connect calls.",
        ),
        told='A limit was taken out ("only"): "We use your number only to connect calls".',
        near=(
            "We use your number only to connect calls.",
            "We use your number to connect calls only.",
        ),
    ),
    Row(
        rule="limit-added",
        change=("Backups are made.", "Backups are made only on one phone."),
        told='A limit was added ("only"): "Backups are made only on one phone".',
        near=("The list shows books.", "The list shows books, but is not limited to them."),
    ),
    Row(
        rule="opened-up",
        change=("We collect your name.", "We collect information such as your name."),
        told='A closed statement became open ("such as"): "We collect information such as your name".',
        near=("Fruit is sold here.", "Fruit such as apples is sold here."),
    ),
    Row(
        rule="notice-of-changes-reduced",
        change=("", "We may change these terms without notice."),
        told='The text may change without telling readers: "We may change these terms without notice".',
        near=("", "We may change these terms with notice."),
    ),
    Row(
        rule="notice-of-changes-dropped",
        change=("We email you prior notice of changes.", ""),
        told='A promise to tell readers was taken out: "We email you prior notice of changes".',
        near=("We email you a birthday card.", "We email you a birthday poem."),
    ),
    Row(
        rule="notice-of-changes-added",
        change=("", "We will notify you of changes."),
        told='A promise to tell readers was added: "We will notify you of changes".',
        near=("", "You must notify your neighbours of changes."),
    ),
    Row(
        rule="use-of-data-added",
        change=("", "We may combine your location with weather reports."),
        told="Personal data may be used in a way that was not named: We may combine your location.",
        near=("", "We may combine two parcels."),
    ),
    Row(
        rule="joint-controller-added",
        change=("", "Example Two and we are joint controllers of it."),
        told='Somebody else decides with us what becomes of personal data: "Example Two and we are joint controllers of it".',
        near=("", "Two air traffic controllers are at work."),
    ),
    Row(
        rule="publication-added",
        change=("", "Your name will be placed on the page of your store."),
        told='What was not public is shown to others: "Your name will be placed on the page of your store".',
        near=("", "Your parcel will be placed on the table of your store."),
    ),
    Row(
        rule="consent-presumed",
        change=("", "You consent to the publication of your number."),
        told='Readers are taken to have agreed to what becomes of their data: "You consent to the publication of your number".',
        near=("", "We publish your number if you consent to the publication."),
    ),
    Row(
        rule="sharing-promise-dropped",
        change=("We never share your contact details with others.", ""),
        told='A promise not to give personal data to others was taken out: "We never share your contact details with others".',
        near=("We never share our recipes with others.", ""),
    ),
    Row(
        rule="collection-for-purpose-added",
        change=("", "We also collect the network you use to support the integrity of our hiring."),
        told='Personal data is collected for a purpose that was not named: "We also collect the network you use to support the integrity of our hiring".',
        near=("", "We do not collect the network you use to track anybody."),
    ),
    Row(
        rule="controller-named",
        heading="Controllers",
        change=("", "Example Blue Ltd, Main Road, Capital City."),
        told="A company is named as one that readers deal with: Example Blue Ltd.",
        near=("", "Example Blue Ltd, Main Road, Capital City."),
        near_heading="Our sponsors",
    ),
    Row(
        rule="controller-unnamed",
        heading="Controllers",
        change=("Example Blue Ltd, Main Road, Capital City.", ""),
        told="A company is no longer named as one that readers deal with: Example Blue Ltd.",
        near=("Example Blue, Main Road, Capital City.", ""),
        near_heading="Controllers",
    ),
    Row(
        rule="age-limit-added",
        change=("", "Hosts need to be at least 18 years old."),
        told='Who may use the service depends on an age that was not named: "Hosts need to be at least 18 years old".',
        near=("", "Our cheese is at least 18 months old, and so is the wine."),
    ),
    Row(
        rule="others-power-added",
        change=("", "Our partners may contact you."),
        told='Others may do something with readers or their data that was not named: "Our partners may contact you".',
        near=("", "Our partners may not contact you."),
    ),
    Row(
        rule="deadline-loosened",
        change=(
            "We delete your messages when you leave.",
            "We delete your messages some time after you leave.",
        ),
        told='A time that readers could count on became loose ("some time after"): "We delete your messages some time after you leave".',
        near=(
            "You must return the phone when you leave.",
            "You must return the phone as soon as possible.",
        ),
    ),
    Row(
        rule="scope-narrowed",
        change=("You own what you write.", "You own most of what you write."),
        told='What readers have no longer covers everything ("most of"): "You own most of what you write".',
        near=("The house is old.", "Most of the house is old."),
    ),
    Row(
        rule="negation-moved",
        change=(
            "The house may not be red, but the door may be.",
            "The house may be red, but the door may not be.",
        ),
        told='A "not" stands in another place: "The house may be red, but the door may not be" instead of "The house may not be red, but the door may be".',
        near=(
            "The house may not be red, but the door may be.",
            "The house may not be red, but a door may be.",
        ),
    ),
    Row(
        rule="power-condition-dropped",
        change=("We may close your account after a warning.", "We may close your account."),
        told='A condition on what we may do was taken out ("after a warning"): "We may close your account after a warning".',
        near=("You may close your account after a warning.", "You may close your account."),
    ),
    Row(
        rule="collection-extended",
        change=(
            "We collect your name.",
            "We collect your name and favourite house.",
        ),
        told='More is named as collected (and favourite house): "We collect your name and favourite house".',
        near=(
            "We do not collect your name and height.",
            "We do not collect your name, height and favourite house.",
        ),
    ),
    Row(
        rule="place-changed",
        change=("Your data is stored in Germany.", "Your data is stored in Norway."),
        told='Where data is kept changed: "Your data is stored in Norway" instead of "Your data is stored in Germany".',
        near=(
            "Your data is stored in Germany by us.",
            "Your data is stored in Germany by friends.",
        ),
    ),
    Row(
        rule="place-added",
        change=("Your data is stored in Germany.", "Your data is stored in Germany and in Norway."),
        told='Data goes to more places (and in norway): "Your data is stored in Germany and in Norway".',
        near=("Our van is stored in Germany.", "Our van is stored in Germany and in Norway."),
    ),
    Row(
        rule="law-changed",
        change=("The laws of Norway apply.", "The laws of Sweden apply."),
        told='Which law applies, or where disputes are heard, changed: "The laws of Sweden apply" instead of "The laws of Norway apply".',
        near=("The laws of Norway apply.", "The laws of Norway are in force."),
    ),
    Row(
        rule="deletion-to-keeping",
        change=("Messages are deleted when you leave.", "Messages are kept when you leave."),
        told='What was deleted is now kept: "Messages are kept when you leave" instead of "Messages are deleted when you leave".',
        near=("Messages are deleted when you leave.", "Messages are erased when you leave."),
    ),
    Row(
        rule="observation-added",
        change=("", "All calls are recorded."),
        told='Something that readers do is named as observed or kept: "All calls are recorded".',
        near=("", "No calls are recorded."),
    ),
    Row(
        rule="shown-to-others",
        change=("", "Your height is shown to the neighbours."),
        told='Something of readers is named as going to others: "Your height is shown to the neighbours".',
        near=("", "Your height is never shown to the neighbours."),
    ),
    Row(
        rule="period-dropped",
        change=("We keep backups for 30 days.", "We keep backups."),
        told='A period that readers could count on is no longer named (for 30 days): "We keep backups for 30 days".',
        near=("We keep backups for 30 days.", "We keep backups for 90 days."),
    ),
    Row(
        rule="answer-turned",
        change=("Sold to others: no.", "Sold to others: yes."),
        told='What says yes or no, or more or less, was turned round: "Sold to others: yes" instead of "Sold to others: no".',
        near=("Sold to others: no.", "Sold to others: never."),
    ),
    Row(
        rule="choice-turned",
        change=("We send you songs if you opt in.", "We send you songs unless you opt out."),
        told='What happened only if readers chose it now happens unless they refuse: "We send you songs unless you opt out" instead of "We send you songs if you opt in".',
        near=("We send you songs if you opt in.", "We send you songs once you opt in."),
    ),
    Row(
        rule="exception-added",
        change=("We never read your letters.", "We never read your letters, except on Sundays."),
        told='What readers could count on has a new exception ("except"): "We never read your letters, except on Sundays".',
        near=("Our shop is open every day.", "Our shop is open every day, except on Sundays."),
    ),
    Row(
        rule="exception-alone",
        change=("", "Except for our friends."),
        told='An exception was added that stands by itself: "Except for our friends".',
        near=("", "Exceptional friends."),
    ),
    Row(
        rule="shield-dropped",
        change=("We give anonymous figures to schools.", "We give figures to schools."),
        told='What kept readers\' data safe or nameless was taken out ("anonymous"): "We give anonymous figures to schools".',
        near=("We have anonymous donors.", "We have donors."),
    ),
    Row(
        rule="owner-turned",
        change=("Your drawings belong to you.", "Your drawings belong to us."),
        told='What belonged to readers now belongs to the company: "Your drawings belong to us" instead of "Your drawings belong to you".',
        near=("The shop belongs to Acme.", "The shop belongs to us."),
    ),
    Row(
        rule="told-afterwards",
        change=("We tell you before we move.", "We tell you after we move."),
        told='What readers were told or asked before now comes afterwards: "We tell you after we move" instead of "We tell you before we move".',
        near=("We dance before we move.", "We dance after we move."),
    ),
    Row(
        rule="definition-changed",
        change=('"Letters" means anything you write.', '"Letters" means paper you sign.'),
        told='What a word means in this text changed: ""Letters" means paper you sign" instead of ""Letters" means anything you write".',
        near=('"Letters" means anything you write.', '"Letters" means anything that you write.'),
    ),
    Row(
        rule="definition-wider",
        change=('"Letters" means what you write.', '"Letters" means what you write or draw.'),
        told='What a word means in this text became longer: ""Letters" means what you write or draw" instead of ""Letters" means what you write".',
        near=("Letters are what you write.", "Letters are what you write or draw."),
    ),
    Row(
        rule="definition-narrower",
        change=('"Letters" means what you write or draw.', '"Letters" means what you write.'),
        told='What a word means in this text became shorter: ""Letters" means what you write" instead of ""Letters" means what you write or draw".',
        near=("Letters are what you write or draw.", "Letters are what you write."),
    ),
    Row(
        rule="recipients-opened",
        change=(
            "We share your data with our bank and our printer.",
            "We share your data with our bank, our printer and others.",
        ),
        told='Who gets readers\' data is no longer named one by one ("and others"): "We share your data with our bank, our printer and others".',
        near=(
            "You may share your data with your friends.",
            "You may share your data with your friends and others.",
        ),
    ),
    Row(
        rule="conditions-joined-otherwise",
        change=(
            "You get your money back if the parcel is late and it is broken.",
            "You get your money back if the parcel is late or it is broken.",
        ),
        told='Conditions that had to be met together no longer do, or the reverse: "You get your money back if the parcel is late or it is broken" instead of "You get your money back if the parcel is late and it is broken".',
        near=("We sell tea and coffee.", "We sell tea or coffee."),
    ),
    Row(
        rule="currency-changed",
        change=("All fees are charged in euros.", "All fees are charged in pounds sterling."),
        told='What is paid is paid in another currency: "All fees are charged in pounds sterling" instead of "All fees are charged in euros".',
        near=("Our books are kept in euros.", "Our books are kept in pounds."),
    ),
    Row(
        rule="price-currency",
        change=("The monthly fee is 10 EUR.", "The monthly fee is 10 GBP."),
        told="The monthly fee is 10 GBP instead of 10 EUR.",
        near=("The monthly fee is 10 EUR.", "The monthly fee is €10."),
    ),
    Row(
        rule="condition-cut-off",
        change=(
            "We give your letters to nobody unless a court asks.",
            "We give your letters to nobody. Unless a court asks.",
        ),
        told='A full stop cuts a condition off from what it limited ("Unless"): "We give your letters to nobody. Unless a court asks".',
        near=(
            "You may leave at any time; if you do, we say goodbye.",
            "You may leave at any time. If you do, we say goodbye.",
        ),
    ),
    Row(
        rule="label-turned",
        change=("Not shared", "Shared"),
        told='A heading, a row or an entry lost its "not": "Shared" instead of "Not shared".',
        near=("Not here", "Here"),
    ),
)


def judged(change: tuple[str, str], heading: str) -> Assessment:
    return assess(a_redline(change, heading=heading), language="en", rules=RULES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.rule)
def test_a_rule_finds_its_change_and_tells_it_in_a_sentence(row: Row) -> None:
    findings = [f for f in judged(row.change, row.heading).findings if f.rule == row.rule]

    assert [finding.reason for finding in findings] == [row.told]
    assert (findings[0].before, findings[0].after) == row.change


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.rule)
def test_a_rule_leaves_its_near_miss_alone(row: Row) -> None:
    assert row.rule not in {f.rule for f in judged(row.near, row.near_heading).findings}


RIGHTS = "| {} | How |\n|---|---|\n| A copy | By post |\n| Erasure | By mail |"


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("Right", ['A list of rights or choices became shorter: "Erasure | By mail".']),
        ("Song", []),
    ],
)
def test_a_row_that_goes_from_a_table_of_rights_is_a_right(column: str, told: list[str]) -> None:
    old = RIGHTS.format(column)
    new = old.removesuffix("\n| Erasure | By mail |")
    findings = assess(compare(render(old), render(new)), language="en", rules=RULES).findings

    assert [each.reason for each in findings if each.rule == "right-unlisted"] == told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("| Data | Sold |\n|---|---|\n| Calls | {} |", ("✗", "✓")),
        ("| Data | Sold |\n|---|---|\n| Calls | {} |", ("no", "yes")),
        ("The fee is {} 10 euros.", ("≤", "≥")),
        ("The fee is {} 10 euros.", ("<", ">")),
    ],
)
def test_a_sign_or_word_that_turns_an_answer_round_is_told(old: str, new: tuple[str, str]) -> None:
    before, after = (render(old.format(each)) for each in new)
    assessment = assess(compare(before, after), language="en", rules=RULES)

    assert [each.rule for each in assessment.findings] == ["answer-turned"]
    assert assessment.level is Level.SIGNIFICANT


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("- [ ] {}", "- [x] {}", "[x] {}", id="ticked"),
        pytest.param("- [X] {}", "- [ ] {}", "[ ] {}", id="no longer ticked"),
        pytest.param(
            "| Yes | To |\n|---|---|\n| [ ] | {} |",
            "| Yes | To |\n|---|---|\n| [x] | {} |",
            "[x] | {}",
            id="in a table",
        ),
    ],
)
def test_a_box_that_stands_ticked_is_an_answer_turned(old: str, new: str, told: str) -> None:
    agree = "I agree to letters by post"
    before, after = (render(text.format(agree)) for text in (old, new))
    assessment = assess(compare(before, after), language="en", rules=RULES)

    (finding,) = assessment.findings
    assert finding.rule == "answer-turned"
    assert f'"{told.format(agree)}" instead of' in finding.reason
    assert assessment.level is Level.SIGNIFICANT


def test_a_list_of_definitions_is_read_as_their_sentences() -> None:
    old = "Partner\n:   A company that prints for us.\n"
    wider = old.replace("for us", "for us or buys from us")
    list_of_wishes = "- A company that prints for us.\n"

    found = assess(compare(render(old), render(wider)), language="en", rules=RULES)
    back = assess(compare(render(wider), render(old)), language="en", rules=RULES)
    near = assess(
        compare(
            render(list_of_wishes),
            render(list_of_wishes.replace("for us", "for us or buys from us")),
        ),
        language="en",
        rules=RULES,
    )

    assert [each.rule for each in found.findings] == ["definition-wider"]
    assert [each.rule for each in back.findings] == ["definition-narrower"]
    assert not {each.rule for each in near.findings} & {"definition-wider", "definition-narrower"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We share it only if you agree.", "We share it. Only if you agree."),
        (
            "We keep it for a year, except where you object.",
            "We keep it for a year. Except where you object.",
        ),
        ("You may leave (if you paid).", "You may leave. If you paid."),
    ],
)
def test_a_full_stop_alone_can_change_what_is_promised(before: str, after: str) -> None:
    assessment = assess(compare(render(before), render(after)), language="en", rules=RULES)

    assert [each.rule for each in assessment.findings] == ["condition-cut-off"]
    assert assessment.level is Level.SIGNIFICANT


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We answer, and we delete it.", "We answer. And we delete it."),
        ("We share it. Only if you agree.", "We share it only if you agree."),
        ("We answer: if you ask, we delete it.", "We answer. If you ask, we delete it."),
    ],
)
def test_a_full_stop_elsewhere_cuts_nothing_off(before: str, after: str) -> None:
    assessment = assess(compare(render(before), render(after)), language="en", rules=RULES)

    assert "condition-cut-off" not in {each.rule for each in assessment.findings}


def test_one_word_among_others_of_its_kind_is_seen_to_turn() -> None:
    before = "You may leave and come back if you paid and told us."
    after = "You may leave and come back if you paid or told us."
    assessment = assess(a_redline((before, after)), language="en", rules=RULES)

    assert [each.rule for each in assessment.findings] == ["conditions-joined-otherwise"]


def test_a_stray_sign_is_no_word() -> None:
    redline = compare(render("Change your data."), render("\\>Change your data."))

    assert assess(redline, language="en", rules=RULES).findings == ()


BANS = "You may not use the service:\n\n- to send spam{}\n\nThank you."
FORBIDDEN = "\n- to copy the texts"


@pytest.mark.parametrize(
    ("old", "new", "rule", "told"),
    [
        pytest.param(
            BANS.format(""),
            BANS.format(FORBIDDEN),
            "ban-listed",
            'The list of what is forbidden became longer: "to copy the texts".',
            id="came",
        ),
        pytest.param(
            BANS.format(FORBIDDEN),
            BANS.format(""),
            "ban-unlisted",
            'The list of what is forbidden became shorter by this: "to copy the texts".',
            id="went",
        ),
    ],
)
def test_an_entry_of_a_list_of_bans_is_a_ban(old: str, new: str, rule: str, told: str) -> None:
    assessment = assess(compare(render(old), render(new)), language="en", rules=RULES)
    allowed = (text.replace("may not", "may") for text in (old, new))
    near = assess(compare(*map(render, allowed)), language="en", rules=RULES)

    assert told in {finding.reason for finding in assessment.findings if finding.rule == rule}
    assert rule not in {finding.rule for finding in near.findings}


def test_an_entry_of_a_list_of_what_is_collected_is_collected() -> None:
    old = "We collect:\n\n- your name\n{}\nThank you."
    new = old.format("- your shoe size\n")
    found = assess(compare(render(old.format("")), render(new)), language="en", rules=RULES)
    sold, more = (text.replace("We collect", "We sell") for text in (old.format(""), new))
    near = assess(compare(render(sold), render(more)), language="en", rules=RULES)

    assert 'The list of what is collected became longer: "your shoe size".' in {
        finding.reason for finding in found.findings if finding.rule == "data-listed"
    }
    assert "data-listed" not in {finding.rule for finding in near.findings}


def test_every_rule_of_the_file_has_a_row() -> None:
    shown = {row.rule for row in ROWS} | {
        "ban-listed",
        "ban-unlisted",
        "data-listed",
        "right-unlisted",
    }
    assert {rule.id for rule in RULES.rules} - shown == set()
    assert {one.id for one in RULES.quantities} - {
        name.rsplit("-", 1)[0] for name in shown
    } == set()


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(
            "We may disclose your number to the police and other authorities.", id="to the State"
        ),
        pytest.param(
            "You may choose to share your profile with other companies and third parties.",
            id="shared by readers themselves",
        ),
        pytest.param("We remain liable for transfers of data to third parties.", id="answered for"),
        pytest.param(
            "If you connect a social media service, we receive information from it.",
            id="received from others",
        ),
        pytest.param(
            "Under no circumstances will users upload information about anybody's health.",
            id="forbidden to readers",
        ),
    ],
)
def test_what_gives_no_data_to_others_asks_no_consent(sentence: str) -> None:
    assert not assess(a_redline(("", sentence)), language="en", rules=RULES).consent


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "Acme employees may only access recordings to mend them.",
            "Acme personnel may only access recordings to mend them.",
            id="staff have no readers' rights",
        ),
        pytest.param(
            "You can email your request to us or write to us.",
            "You can write your request to us.",
            id="a request is a noun here",
        ),
    ],
)
def test_no_right_is_seen_where_none_stood(before: str, after: str) -> None:
    found = assess(a_redline((before, after)), language="en", rules=RULES).findings

    assert "right-dropped" not in {finding.rule for finding in found}
