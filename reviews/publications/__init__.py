"""What reviewers have published, read from what they paste or export elsewhere. Pure: no Django.

Everything here comes from strangers. Whatever is sent, the answer is what could be read and
sentences about the rest, in bounded time, and never an exception.
"""
