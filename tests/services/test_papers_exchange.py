"""What of the books and papers goes up to the commune, and what never does."""

from __future__ import annotations

import pytest
from papers_samples import a_file, add_document, add_inspection
from service_samples import add_members

from chibo_desktop.services import dues, incoming, inspections, members, pairing, receiving, sending
from chibo_desktop.storage import attachments
from chibo_desktop.storage.epochs import entries_of

PLANTED = b"planted words of a file 4711 " * 64


@pytest.fixture
def paired(cell, office):
    pairing.pair(cell, pairing.my_card(office))
    pairing.pair(office, pairing.my_card(cell))
    return cell, office


def test_the_file_of_a_document_stays_while_its_number_and_title_go_up(paired, usb, tmp_path):
    cell, office = paired
    document = add_document(cell, "42-HD/BTCTW", "Hướng dẫn")
    before = sum(p.stat().st_size for p in usb.rglob("*") if p.is_file())
    incoming.attach(cell, document, a_file(tmp_path, data=PLANTED + bytes(range(256)) * 8_000))
    add_inspection(cell, "Giám sát thu đảng phí")
    sent = sending.send(cell, usb)
    assert sum(p.stat().st_size for p in usb.rglob("*") if p.is_file()) - before < 500_000
    assert all(PLANTED not in p.read_bytes() for p in usb.rglob("*") if p.is_file())
    assert sent.entries > 0
    receiving.receive_at_office(office, usb)
    book = next(b.number for b in office.book.books() if not b.own)
    row = incoming.list_incoming(office, book=book)[0]
    assert (row.document.symbol, row.document.title) == ("42-HD/BTCTW", "Hướng dẫn")
    assert not row.has_file
    assert attachments.kept(office.book) == set()
    assert inspections.items_of(office, 2026, book=book)[0].text == "Giám sát thu đảng phí"
    assert inspections.inspection_table(office, 2026, book=book)[1]
    assert incoming.incoming_table(office, book=book)[1]


def test_the_hint_of_three_months_is_no_record_so_nothing_of_it_goes_up(paired, usb):
    cell, office = paired
    add_members(cell)
    people = members.all_members(cell)
    for month in ("2026-01", "2026-02", "2026-03"):
        dues.set_paid(cell, month, people[0].id, True)
    assert len(dues.long_unpaid(dues.year_overview(cell, 2026))) == len(people) - 1
    sending.send(cell, usb)
    receiving.receive_at_office(office, usb)
    book = next(b.number for b in office.book.books() if not b.own)
    kinds = {entry.kind for entry in entries_of(office.book, book)}
    assert kinds == {"account", "cell", "member", "partner", "dues"}
    row = dues.year_overview(office, 2026, book=book)[0]
    assert row.name
